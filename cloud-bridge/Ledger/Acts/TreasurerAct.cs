using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What a treasurer decided, and why: signed by the ledger, kept in its log, never taken back.</summary>
/// <param name="Site">The site.</param>
/// <param name="To">The ledger itself: it is kept in its log.</param>
/// <param name="AtMilliseconds">Since 1970-01-01T00:00:00Z.</param>
/// <param name="Decision">What, in the words of the entry that carries it.</param>
/// <param name="Note">Why, in the treasurer's words.</param>
/// <param name="By">The console's account that decided; null: a command or a token did.</param>
public sealed record TreasurerAct(
    SiteId Site,
    Addressee To,
    long AtMilliseconds,
    string Decision,
    string Note,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? By = null)
    : ISignedMessage<TreasurerAct>
{
    /// <summary>Characters (UTF-16 units) of a note.</summary>
    public const int LongestNote = 500;

    private const int LongestEncoded = 1_700;

    /// <inheritdoc/>
    public static JwsType Type => LedgerObject.Act;

    /// <inheritdoc/>
    public static JsonTypeInfo<TreasurerAct> Json => LedgerJson.Default.TreasurerAct;

    /// <inheritdoc/>
    public string? Flaw() =>
        FlawOf(Note) ?? (By is not null && !Name.IsGood(By) ? $"by: expected {Name.Expected}" : null);

    /// <summary>What is wrong with a note; null when nothing is.</summary>
    public static string? FlawOf(string note) =>
        string.IsNullOrWhiteSpace(note) || note.Length > LongestNote
            ? $"note: expected 1 to {LongestNote} characters"
            : null;

    /// <summary>
    /// What is wrong with a note that is to be signed; null when nothing is. JSON has six bytes for many a letter, and
    /// an act has its bounds.
    /// </summary>
    internal static string? FlawOfNew(string note) =>
        FlawOf(note) ??
        (JsonEncodedText.Encode(note).EncodedUtf8Bytes.Length > LongestEncoded
            ? $"note: expected at most {LongestEncoded} bytes, with six for each letter that is not of ASCII"
            : null);

    /// <summary>Signs a decision.</summary>
    /// <exception cref="ArgumentException">There is a <see cref="Flaw"/> in it.</exception>
    internal static string Sign(
        SiteId site, ISigner signer, DateTimeOffset at, string decision, string note, string? by = null)
    {
        var act = new TreasurerAct(site, Addressee.Ledger, at.ToUnixTimeMilliseconds(), decision, note, by);
        return act.Flaw() is { } flaw
            ? throw new ArgumentException(flaw)
            : Encoding.ASCII.GetString(SignedMessage.Sign(act, signer).Compact.Span);
    }

    /// <summary>Reads one that was stored; its signature is for <see cref="LedgerCheck"/>.</summary>
    internal static Reading<TreasurerAct> ReadStored(string compact) =>
        Jws.OpenUnverified(Type, Encoding.ASCII.GetBytes(compact)).Succeeded(out var signed, out var error) &&
        StrictJson.Read(signed.Payload.Span, Json).Succeeded(out var act, out error)
            ? act.Flaw() is { } flaw ? new FormatError(FormatErrorKind.BadContent, flaw) : act
            : error;

    /// <summary>How it closes a row.</summary>
    internal RowClosing Closing() => new(AtMilliseconds, Note);
}
