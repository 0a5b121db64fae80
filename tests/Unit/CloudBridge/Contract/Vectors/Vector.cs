namespace Tests.Unit.CloudBridge.Contract.Vectors;

/// <summary>A signed object that is good: docs/formats/vectors.md.</summary>
/// <param name="Says">What it is a case of.</param>
/// <param name="Payload">Its JSON.</param>
/// <param name="SigningInput">Byte for byte what we must make of the typed object.</param>
/// <param name="Signature">Made once; another is as good.</param>
/// <param name="OtherSignature">(r, n − s) of it, which anybody can make.</param>
/// <param name="Hash">What chains and acks call it by.</param>
internal sealed record Vector(
    string Says, string Payload, string SigningInput, string Signature, string OtherSignature, string Hash);

/// <summary>A signed object that must be refused.</summary>
/// <param name="Says">What is wrong with it.</param>
/// <param name="Error">The kind of error.</param>
/// <param name="Compact">The whole of it.</param>
internal sealed record WrongVector(string Says, string Error, string Compact);

/// <summary>A chunk of a card list.</summary>
/// <param name="Says">What it is, or what is wrong with it.</param>
/// <param name="Index">Its place.</param>
/// <param name="Count">How many chunks that list has.</param>
/// <param name="Hash">What a manifest and a topic call it by.</param>
/// <param name="Text">Its lines.</param>
internal sealed record ChunkVector(string Says, int Index, int Count, string Hash, string Text);

/// <summary>A packed chunk of a card list: another packer may make other bytes of the same lines.</summary>
/// <param name="Says">What it is.</param>
/// <param name="Index">Its place.</param>
/// <param name="Count">How many chunks that list has.</param>
/// <param name="Hash">What a manifest and a topic call it by.</param>
/// <param name="Packed">In base64url.</param>
/// <param name="Text">Its lines.</param>
internal sealed record PackedChunkVector(
    string Says, int Index, int Count, string Hash, string Packed, string Text);

/// <summary>Staff that are sealed for the terminal: another writer may make other bytes of the same.</summary>
/// <param name="Says">What it is, or what is wrong with it.</param>
/// <param name="Sealed">The JWE.</param>
/// <param name="Text">What is in it; null: it must be refused.</param>
/// <param name="Error">The kind of error; null: it is good.</param>
internal sealed record StaffVector(string Says, string Sealed, string? Text, string? Error);

/// <summary>One file of docs/formats/vectors.</summary>
/// <param name="Key">Whose key signed: a member of <c>keys.json</c>.</param>
/// <param name="Good">A journal's are a chain.</param>
/// <param name="Wrong">None of it may be accepted.</param>
internal sealed record VectorFile(string Key, Vector[] Good, WrongVector[] Wrong)
{
    /// <summary>Of a card list only.</summary>
    public ChunkVector[]? Chunks { get; init; }

    /// <summary>Of a card list only.</summary>
    public PackedChunkVector[]? PackedChunks { get; init; }

    /// <summary>Of a card list only: each breaks a rule that its hash does not show.</summary>
    public ChunkVector[]? WrongChunks { get; init; }

    /// <summary>Of a configuration only.</summary>
    public StaffVector[]? Staff { get; init; }
}
