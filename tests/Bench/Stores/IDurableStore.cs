namespace Tests.Bench;

/// <summary>Something that a record's line could be kept in.</summary>
internal interface IDurableStore : IDisposable
{
    string Name { get; }

    /// <summary>Keeps a line; returns when it has done what it calls durable.</summary>
    void Append(ReadOnlySpan<byte> line);
}
