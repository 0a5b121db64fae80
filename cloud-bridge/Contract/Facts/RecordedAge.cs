namespace CloudBridge.Contract;

/// <summary>How old the card list was, when a record said so.</summary>
/// <param name="AgeMilliseconds">Then.</param>
/// <param name="AtMilliseconds">When, by the monotonic clock …</param>
/// <param name="MachineBoot">… of this boot of the machine.</param>
public sealed record RecordedAge(long AgeMilliseconds, long AtMilliseconds, string MachineBoot);
