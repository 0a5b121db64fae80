namespace CloudBridge.Contract;

/// <summary>Why bytes from outside were not accepted. The only thing that hostile bytes may cause.</summary>
/// <param name="Kind">What a caller may act on.</param>
/// <param name="Detail">For people: where, what was found, what was expected.</param>
public sealed record FormatError(FormatErrorKind Kind, string Detail)
{
    /// <summary>For a log line.</summary>
    public override string ToString() => $"{Kind}: {Detail}";
}
