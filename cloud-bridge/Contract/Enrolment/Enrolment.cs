using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>
/// What the ledger hands to a new terminal, as a file that it has signed: docs/formats/enrolment.md. It holds the site
/// key, so only its owner may read it.
/// </summary>
/// <param name="Version">Of the file's format.</param>
/// <param name="Site">The site.</param>
/// <param name="Terminal">The terminal.</param>
/// <param name="TerminalKey">The name of the key that was registered.</param>
/// <param name="LedgerKey">Whose signatures count.</param>
/// <param name="SiteKey">Turns UIDs into tokens.</param>
/// <param name="Epoch">The journal's epoch.</param>
/// <param name="Limits">How far the terminal may go alone.</param>
/// <param name="RootKey">The site's offline key, which can name another ledger key when the ledger's is lost; null: the
/// site had none when this was written.</param>
/// <param name="LedgerKeyNumber">Of the statement that named the ledger's key; 0: it is the first one.</param>
public sealed record Enrolment(
    int Version,
    SiteId Site,
    TerminalId Terminal,
    KeyId TerminalKey,
    JsonWebKey LedgerKey,
    string SiteKey,
    long Epoch,
    TerminalLimits Limits,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonWebKey? RootKey = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long LedgerKeyNumber = 0)
{
    /// <summary>The format that this build writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The file's bytes.</summary>
    /// <param name="ledger">The holder of <see cref="LedgerKey"/>.</param>
    /// <exception cref="ArgumentException">It would be too long.</exception>
    public byte[] Write(ISigner ledger) =>
    [
        .. Jws.Sign(
            JwsType.Enrolment, JsonSerializer.SerializeToUtf8Bytes(this, ContractJson.Default.Enrolment), ledger)
            .Compact.Span,
        (byte)'\n',
    ];

    /// <summary>
    /// Reads the file's bytes, which the ledger must have signed that it names: who gives himself other limits gives
    /// the terminal another ledger, whose cards are not the site's.
    /// </summary>
    public static Reading<Enrolment> Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Span is [(byte)'{', ..])
            return new FormatError(
                FormatErrorKind.NotCompactJws,
                "it is not signed, as those of earlier builds: have `ledger enroll` write it again, with the options " +
                "of then");
        var compact = bytes.Span is [.., (byte)'\n'] ? bytes[..^1] : bytes;
        if (!Jws.OpenUnverified(JwsType.Enrolment, compact).Succeeded(out var signed, out var error) ||
            !StrictJson.Read(signed.Payload.Span, ContractJson.Default.Enrolment)
                .Succeeded(out var enrolment, out error))
            return error;
        var flaw =
            enrolment.Version != CurrentVersion ? $"version {enrolment.Version}; this build reads {CurrentVersion}"
            : enrolment.Epoch < 1 ? "epoch: expected from 1"
            : enrolment.LedgerKeyNumber < 0 ? "ledgerKeyNumber: expected not below zero"
            : !Contract.SiteKey.TryParse(enrolment.SiteKey, out _) ? "siteKey: expected 43 digits of base64url"
            : enrolment.Limits.Flaw();
        if (flaw is not null)
            return new FormatError(FormatErrorKind.BadContent, flaw);
        if (!PublicKey.Read(enrolment.LedgerKey).Succeeded(out var key, out var badKey))
            return new FormatError(FormatErrorKind.BadContent, $"ledgerKey: {badKey.Detail}");
        using (key)
            return Jws.Verify(signed, new KeyRing(key)) is { } forged ? forged
                : FlawOfRoot(enrolment, key.KeyId) is { } badRoot
                    ? new FormatError(FormatErrorKind.BadContent, $"rootKey: {badRoot}")
                : enrolment;
    }

    /// <summary>Says whose it is, not what it holds.</summary>
    public override string ToString() => $"enrolment of {Terminal} at {Site}";

    /// <summary>A root that is the ledger's key would be lost together with it.</summary>
    private static string? FlawOfRoot(Enrolment enrolment, KeyId ledger)
    {
        if (enrolment.RootKey is not { } jwk)
            return null;
        if (!PublicKey.Read(jwk).Succeeded(out var root, out var error))
            return error.Detail;
        using (root)
            return root.KeyId == ledger ? "expected another key than ledgerKey" : null;
    }
}
