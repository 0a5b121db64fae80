using System.Text.Json.Serialization.Metadata;

namespace CloudBridge.Contract;

/// <summary>
/// Says that the ledger has another key from now on: signed by the one before, or by the site's offline root when that
/// one is lost or stolen. Topic <c>ledger-keys</c>.
/// </summary>
/// <param name="Site">The site.</param>
/// <param name="To">All terminals.</param>
/// <param name="Number">From 1, rising with each change.</param>
/// <param name="Former">The key before, which counts no more.</param>
/// <param name="Key">The ledger's key from now on.</param>
/// <param name="AtMilliseconds">When it was made, since 1970-01-01T00:00:00Z.</param>
public sealed record LedgerKeyStatement(
    SiteId Site, Addressee To, long Number, KeyId Former, JsonWebKey Key, long AtMilliseconds)
    : ISignedMessage<LedgerKeyStatement>
{
    /// <inheritdoc/>
    public static JwsType Type => JwsType.LedgerKey;

    /// <inheritdoc/>
    public static JsonTypeInfo<LedgerKeyStatement> Json => ContractJson.Default.LedgerKeyStatement;

    /// <summary>Reads one whose signature is still to be checked.</summary>
    public static Reading<LedgerKeyStatement> ReadUnverified(SignedObject signed, SiteId site)
    {
        if (!StrictJson.Read(signed.Payload.Span, Json).Succeeded(out var statement, out var error))
            return error;
        if (statement.Site != site || statement.To != Addressee.Terminals)
            return new FormatError(
                FormatErrorKind.WrongAddressee,
                $"for {statement.To} of site {statement.Site}; expected {Addressee.Terminals} of {site}");
        return statement.Flaw() is { } flaw ? new FormatError(FormatErrorKind.BadContent, flaw) : statement;
    }

    /// <summary>The name of <see cref="Key"/>.</summary>
    public KeyId NewKeyId()
    {
        using var key = PublicKey.Read(Key).OrThrow();
        return key.KeyId;
    }

    /// <inheritdoc/>
    public string? Flaw() =>
        Number < 1 ? "number: expected from 1"
        : !PublicKey.Read(Key).Succeeded(out var key, out var error) ? $"key: {error.Detail}"
        : IsFormer(key) ? "key: expected another one than before"
        : null;

    private bool IsFormer(PublicKey key)
    {
        using (key)
            return key.KeyId == Former;
    }
}
