namespace EdgeTerminal.Host;

/// <summary>An enrolment did not come to its end; the message says why, what was expected, and what to do.</summary>
internal sealed class EnrolmentException(string message, Exception? inner = null) : Exception(message, inner);
