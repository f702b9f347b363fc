/**
 * What the sample's company sells, and where: written by hand, so that names look like names. Commas, quotes, umlauts,
 * Cyrillic and Japanese are in them on purpose: whatever reads the files has to read these too.
 */

/** How much of a category is sold in each month, January first; 1 is an average month. */
export type Season = readonly number[];

const FLAT: Season = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
const GIFT: Season = [0.7, 0.7, 0.8, 0.9, 0.9, 0.9, 0.9, 0.9, 1, 1.1, 1.4, 2.4];
const SUMMER: Season = [0.4, 0.5, 0.8, 1.1, 1.5, 1.8, 1.9, 1.6, 0.9, 0.6, 0.4, 0.4];
const WINTER: Season = [1.7, 1.5, 1.1, 0.8, 0.5, 0.4, 0.4, 0.5, 0.9, 1.2, 1.5, 1.6];
const SCHOOL: Season = [0.9, 0.8, 1.2, 1.4, 0.8, 0.6, 0.8, 1.7, 1.8, 0.8, 0.7, 0.8];

export interface Category {
  readonly name: string;
  readonly season: Season;
  /** Share of what is sold in the first month, compared with the other categories. */
  readonly weight: number;
  /** Change of that share a year: 0.3 is 30 % more of the first year's share each year. */
  readonly growth: number;
  /** Cheapest and dearest piece, in hundredths. */
  readonly cents: readonly [number, number];
  readonly products: readonly string[];
}

const category = (
  name: string,
  season: Season,
  [weight, growth]: readonly [number, number],
  [low, high]: readonly [number, number],
  ...products: readonly string[]
): Category => ({ name, season, weight, growth, cents: [low * 100, high * 100], products });

/** The id of a category is its place here. */
export const CATEGORIES: readonly Category[] = [
  category('Coffee & Tea', FLAT, [14, 0.1], [3, 19], 'Coffee beans', 'Green tea', '抹茶', 'Filter coffee, ground'),
  category('Games, board', GIFT, [7, 0.15], [12, 59], 'Board game', 'Card game', '将棋セット', 'Puzzle'),
  category(
    'Games, console',
    GIFT,
    [9, 0.1],
    [19, 69],
    'Adventure',
    'Racing game',
    'ロールプレイング',
    'Football manager',
  ),
  category('Films on DVD', GIFT, [12, -0.32], [5, 19], 'Drama', 'Comedy', 'アニメ映画', 'Documentary'),
  category('Music on CD', GIFT, [9, -0.3], [6, 18], 'Symphony', 'Jazz', 'シティポップ', 'Chanson'),
  category('Digital codes', FLAT, [4, 0.55], [5, 49], 'Voucher', 'Season pass', 'ギフトコード'),
  category('本・雑誌', FLAT, [8, -0.08], [4, 29], '小説', '写真集', '旅行ガイド', '漫画'),
  category('Bücher, deutsch', GIFT, [8, -0.05], [7, 32], 'Krimi', 'Kochbuch', 'Wörterbuch', 'Erzählungen'),
  category('文房具', SCHOOL, [10, 0.02], [1, 14], '万年筆', 'ノート', '消しゴム', '筆箱'),
  category('School bags', SCHOOL, [3, 0.05], [19, 89], 'Backpack', 'ランドセル', 'Satchel'),
  category('Garden', SUMMER, [6, 0.08], [4, 79], 'Watering can', 'Herb seeds', '植木鉢', 'Lantern'),
  category('Summer & beach', SUMMER, [6, 0], [3, 49], 'Sun hat', 'Beach towel', '浴衣', 'Water pistol'),
  category('Winter wear', WINTER, [6, 0.03], [9, 99], 'Scarf', 'Gloves', 'Mütze', '手袋'),
  category('家電', GIFT, [4, 0.06], [19, 299], '炊飯器', 'Kettle', 'Toaster', '電気ストーブ'),
  category('Headphones & "audio"', GIFT, [5, 0.25], [9, 249], 'Headphones', 'Loudspeaker', 'イヤホン'),
  category('Cables, adapters', FLAT, [7, 0.12], [2, 25], 'USB cable', 'Adapter', '充電器'),
  category('Kitchen', GIFT, [7, 0.02], [3, 89], 'Frying pan', '包丁', 'Cutting board', 'Whisk'),
  category('Toys', GIFT, [9, -0.04], [4, 69], 'Train set', 'ぬいぐるみ', 'Building blocks', 'Kite'),
  category('Sweets', GIFT, [10, 0.04], [1, 12], 'Chocolate', '羊羹', 'Marzipan', 'Liquorice'),
  category('Services', FLAT, [2, 0.2], [9, 59], 'Engraving', 'Gift wrapping', '配送'),
];

/** Words that tell items of one product apart. */
export const SERIES: readonly string[] = [
  'Basic',
  'さくら',
  '"Pro"',
  'Nord',
  '富士',
  'Öko',
  'Edición, limitada',
  'Київ',
  '花火',
  'Plus',
  '"Élan", light',
  '東京',
  'Mini',
  'Straße',
  '「朝」',
  "Baker's",
];

export interface Shop {
  readonly name: string;
  /** How much it sells in its first month, compared with the other shops. */
  readonly weight: number;
  /** Change a year, of the first year's sales. */
  readonly growth: number;
  /** First and last month with sales. @default - open all the time */
  readonly open?: readonly [number, number];
}

const shop = (name: string, weight: number, growth = -0.08, open?: readonly [number, number]): Shop => ({
  name,
  weight,
  growth,
  open,
});

/** The id of a shop is its place here. */
export const SHOPS: readonly Shop[] = [
  shop('Berlin, Alexanderplatz', 9),
  shop('Berlin "Mitte"', 5, -0.15),
  shop('東京・銀座店', 14, 0.02),
  shop('東京、渋谷店', 11, 0.05),
  shop('大阪・梅田店', 9),
  shop('京都、四条店', 6, 0.04),
  shop('Zürich Bahnhofstraße', 6),
  shop('Genève, Rive', 4, -0.12),
  shop('Paris, "Les Halles"', 9, -0.1),
  shop('Lyon, Part-Dieu', 5),
  shop('São Paulo, Paulista', 8, 0.03),
  shop('Київ, Хрещатик', 5, -0.2),
  shop('Kraków, Rynek', 4),
  shop('Wien, Mariahilf', 6),
  shop('Firenze', 3, -0.05),
  shop('København K', 4),
  shop("Dublin, O'Connell Street", 4, -0.1),
  shop('札幌店', 5, 0),
  shop('福岡・天神店', 5, 0.06, [6, 33]),
  shop('London, "The Corner"', 8, -0.02, [3, 33]),
  shop('Köln, Hohe Straße', 4, -0.25, [0, 21]),
  shop('Madrid, Sol', 5, -0.3, [0, 26]),
  shop('Online', 10, 0.4),
  shop('Pop-up "夏祭り"', 3, 0, [17, 19]),
];
