namespace Tests.Support;

/// <summary>What a power cut leaves of what was not synced.</summary>
/// <param name="Names">So many of the unsynced names, those that were made first.</param>
/// <param name="Unsynced">Bytes that were not synced are there all the same.</param>
/// <param name="Torn">The last write is not there as it was; null: it is.</param>
/// <param name="Only">Such bytes of this file alone; null: of all.</param>
public sealed record Remains(int Names, bool Unsynced, TornWrite? Torn = null, string? Only = null)
{
    /// <summary>Nothing of it: the least that fsync promises.</summary>
    public static Remains Nothing { get; } = new(0, Unsynced: false);
}

/// <summary>What is left of a write.</summary>
/// <param name="Bytes">So many, from its beginning.</param>
/// <param name="Zeros">By so many more the file has grown, and none of them has reached the disk.</param>
public sealed record TornWrite(int Bytes, int Zeros = 0)
{
    /// <summary>The bytes that are there.</summary>
    public DiskStep.Written Of(DiskStep.Written write) => write with { Bytes = write.Bytes[..Bytes] };
}
