"""Train the sample model and write everything that Inferwatch commits about it.

    python sample/training/train.py [output folder, default: sample/]

Writes, relative to the output folder:
    model/model.tar.gz               the artifact for SageMaker: one file, `xgboost-model`
    model/training-report.json       settings, versions, hashes and the measured accuracy
    data/heldout.csv                 rows the model has not seen: 64 features, then the label
    data/heldout-probabilities.csv   what XGBoost itself answers on those rows

The output is the same, bit for bit, on each run with the versions in requirements.txt (see ../README.md).
"""

import gzip
import hashlib
import io
import json
import platform
import sys
import tarfile
import tempfile
from pathlib import Path

import numpy as np
import sklearn
import xgboost
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

SEED = 7
HELD_OUT_SHARE = 0.2
ROUNDS = 60
MINIMUM_ACCURACY = 0.95
MAXIMUM_MODEL_BYTES = 1_000_000
# The name that SageMaker's built-in XGBoost writes itself. It has no extension, so XGBoost tells the format (JSON)
# from the first bytes.
MODEL_FILE = "xgboost-model"

PARAMETERS = {
    "objective": "multi:softprob",
    "num_class": 10,
    "base_score": 0.5,
    "max_depth": 3,
    "eta": 0.3,
    "subsample": 0.8,
    "colsample_bytree": 0.5,
    "tree_method": "exact",
    "seed": SEED,
    # One thread: the order of floating-point sums, and so the model, must not depend on the machine's cores.
    "nthread": 1,
}


def train(features, labels):
    """Boosted trees on the training rows. Nothing is tuned on the held-out rows: no early stopping, no search."""
    return xgboost.train(PARAMETERS, xgboost.DMatrix(features, label=labels), num_boost_round=ROUNDS)


def model_bytes(booster):
    """The model as XGBoost's JSON, which versions 1.7 to 3.2 load from a file without an extension."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        booster.save_model(path)
        return path.read_bytes()


def tar_gz(name, content):
    """A tar.gz with one file, and neither time, owner nor file name of this machine in it."""
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        entry.mode = 0o644
        archive.addfile(entry, io.BytesIO(content))
    compressed = io.BytesIO()
    # Not gzip.compress, whose header names the operating system differently from Python 3.11 on.
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=compressed, mtime=0) as file:
        file.write(tar.getvalue())
    return compressed.getvalue()


def feature_names():
    """One name for each of the 8 x 8 pixels, row by row."""
    return [f"pixel_{row}_{column}" for row in range(8) for column in range(8)]


def heldout_csv(features, labels):
    lines = [",".join([*feature_names(), "label"])]
    lines += [",".join(str(int(value)) for value in [*row, label]) for row, label in zip(features, labels)]
    return "\n".join(lines) + "\n"


def probabilities_csv(probabilities):
    """Each float32 with the fewest digits that give the same float32 back."""
    lines = [",".join(f"class_{label}" for label in range(PARAMETERS["num_class"]))]
    lines += [",".join(str(value) for value in row) for row in probabilities]
    return "\n".join(lines) + "\n"


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def main(output):
    digits = load_digits()
    train_features, heldout_features, train_labels, heldout_labels = train_test_split(
        digits.data, digits.target, test_size=HELD_OUT_SHARE, random_state=SEED, stratify=digits.target
    )
    booster = train(train_features, train_labels)
    probabilities = booster.predict(xgboost.DMatrix(heldout_features))
    correct = int((probabilities.argmax(axis=1) == heldout_labels).sum())
    accuracy = correct / len(heldout_labels)
    model = model_bytes(booster)
    if accuracy < MINIMUM_ACCURACY:
        sys.exit(f"held-out accuracy {accuracy:.4f} is below {MINIMUM_ACCURACY}")
    if len(model) > MAXIMUM_MODEL_BYTES:
        sys.exit(f"the model has {len(model)} bytes, more than {MAXIMUM_MODEL_BYTES}")

    artifact = tar_gz(MODEL_FILE, model)
    heldout = heldout_csv(heldout_features, heldout_labels).encode()
    expected = probabilities_csv(probabilities).encode()
    report = {
        "heldOut": {"rows": len(heldout_labels), "correct": correct, "accuracy": round(accuracy, 4)},
        "trainingRows": len(train_labels),
        "parameters": {**PARAMETERS, "num_boost_round": ROUNDS},
        "modelBytes": len(model),
        "versions": {
            "python": platform.python_version(),
            "xgboost": xgboost.__version__,
            "scikit-learn": sklearn.__version__,
            "numpy": np.__version__,
        },
        "sha256": {
            MODEL_FILE: sha256(model),
            "model.tar.gz": sha256(artifact),
            "heldout.csv": sha256(heldout),
            "heldout-probabilities.csv": sha256(expected),
        },
    }
    files = {
        "model/model.tar.gz": artifact,
        "model/training-report.json": (json.dumps(report, indent=2) + "\n").encode(),
        "data/heldout.csv": heldout,
        "data/heldout-probabilities.csv": expected,
    }
    for name, content in files.items():
        path = output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent)
