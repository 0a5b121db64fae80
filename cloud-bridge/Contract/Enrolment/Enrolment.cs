using System.Text.Json;

namespace CloudBridge.Contract;

/// <summary>
/// What the ledger hands to a new terminal, as a file: docs/formats/enrolment.md. It holds the site key, so only its
/// owner may read it.
/// </summary>
/// <param name="Version">Of the file's format.</param>
/// <param name="Site">The site.</param>
/// <param name="Terminal">The terminal.</param>
/// <param name="TerminalKey">The name of the key that was registered.</param>
/// <param name="LedgerKey">Whose signatures count.</param>
/// <param name="SiteKey">Turns UIDs into tokens.</param>
/// <param name="Epoch">The journal's epoch.</param>
/// <param name="Limits">How far the terminal may go alone.</param>
public sealed record Enrolment(
    int Version,
    SiteId Site,
    TerminalId Terminal,
    KeyId TerminalKey,
    JsonWebKey LedgerKey,
    string SiteKey,
    long Epoch,
    TerminalLimits Limits)
{
    /// <summary>The format that this build writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The file's bytes.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, ContractJson.Indented<Enrolment>());

    /// <summary>Reads the file's bytes.</summary>
    public static Reading<Enrolment> Read(ReadOnlySpan<byte> bytes)
    {
        if (!StrictJson.Read(bytes, ContractJson.Default.Enrolment).Succeeded(out var enrolment, out var error))
            return error;
        var flaw =
            enrolment.Version != CurrentVersion ? $"version {enrolment.Version}; this build reads {CurrentVersion}"
            : enrolment.Epoch < 1 ? "epoch: expected from 1"
            : !Contract.SiteKey.TryParse(enrolment.SiteKey, out _) ? "siteKey: expected 43 digits of base64url"
            : !PublicKey.Read(enrolment.LedgerKey).Succeeded(out _, out var badKey) ? $"ledgerKey: {badKey.Detail}"
            : enrolment.Limits.Flaw();
        return flaw is null ? enrolment : new FormatError(FormatErrorKind.BadContent, flaw);
    }

    /// <summary>Says whose it is, not what it holds.</summary>
    public override string ToString() => $"enrolment of {Terminal} at {Site}";
}
