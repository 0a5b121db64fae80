using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>
/// What is left of an enrolment when its keys are wiped: enough to hand the journal in to the same ledger, and no
/// secret. A file of the terminal's state folder.
/// </summary>
/// <param name="Version">Of the file's format.</param>
/// <param name="Site">The site.</param>
/// <param name="Terminal">The terminal.</param>
/// <param name="Epoch">The journal's first epoch.</param>
/// <param name="LedgerKey">As in the enrolment.</param>
/// <param name="LedgerKeyNumber">As in the enrolment.</param>
/// <param name="Why">Why it was wiped, for people.</param>
/// <param name="RootKey">As in the enrolment.</param>
public sealed record FormerEnrolment(
    int Version,
    SiteId Site,
    TerminalId Terminal,
    long Epoch,
    JsonWebKey LedgerKey,
    long LedgerKeyNumber,
    string Why,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonWebKey? RootKey = null)
{
    /// <summary>The format that this build writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>What is left of one.</summary>
    public static FormerEnrolment Of(Enrolment enrolment, string why) => new(
        CurrentVersion,
        enrolment.Site,
        enrolment.Terminal,
        enrolment.Epoch,
        enrolment.LedgerKey,
        enrolment.LedgerKeyNumber,
        why,
        enrolment.RootKey);

    /// <summary>The file's bytes.</summary>
    public byte[] Write() =>
        [.. JsonSerializer.SerializeToUtf8Bytes(this, ContractJson.Indented<FormerEnrolment>()), (byte)'\n'];

    /// <summary>Reads the file's bytes.</summary>
    public static Reading<FormerEnrolment> Read(ReadOnlySpan<byte> bytes)
    {
        if (!StrictJson.Read(bytes, ContractJson.Default.FormerEnrolment).Succeeded(out var former, out var error))
            return error;
        if (former.Version != CurrentVersion)
            return new FormatError(
                FormatErrorKind.BadContent, $"version {former.Version}; this build reads {CurrentVersion}");
        if (!PublicKey.Read(former.LedgerKey).Succeeded(out var key, out error))
            return new FormatError(FormatErrorKind.BadContent, $"ledgerKey: {error.Detail}");
        key.Dispose();
        return former;
    }
}
