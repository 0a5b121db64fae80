namespace CloudBridge.Contract;

/// <summary>
/// What a power cut left of a line that was being written: cut off, kept aside in a file, and named in the next record.
/// </summary>
/// <param name="Bytes">How many.</param>
/// <param name="Hash">Over those bytes.</param>
public sealed record TornTail(long Bytes, Digest Hash);
