"""What sending can come to, whoever is asked to send."""


class NotSent(Exception):
    """A message was not taken. The words are for the log: no address, nothing that was said."""


class SendLater(NotSent):
    """Not now: nobody answered, too much was asked, or our own account is not in order."""


class Undeliverable(NotSent):
    """Never: the receiver does not exist, or does not want to hear from us."""
