import { emailBody, emailSubject } from './email.ts';
import { snsMessage } from './sns-message.ts';
import type { Notification, NotificationContext, Transition } from './types.ts';

/** What SNS sends when the actions of a transition run: the same for each topic among them. */
export function notification(transition: Transition, context: NotificationContext): Notification {
  const subject = emailSubject(transition, context);
  return {
    subject,
    emailBody: emailBody(transition, context),
    // A text message carries what the subject says.
    smsText: subject,
    message: snsMessage(transition, context),
  };
}
