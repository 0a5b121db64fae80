using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Gives terminals new certificates for the broker while theirs are still good.</summary>
/// <param name="site">The site.</param>
/// <param name="store">The books.</param>
/// <param name="signer">The ledger's key.</param>
/// <param name="authority">Certifies them.</param>
/// <param name="enter">Waits until no other process changes the ledger.</param>
internal sealed class Renewals(
    SiteId site, ILedgerStore store, ISigner signer, SiteAuthority authority, Func<IDisposable> enter)
{
    /// <summary>
    /// Whoever has the key could have any number made: a terminal has no use for two in a day, and an answer that was
    /// lost on its way can wait for another.
    /// </summary>
    public static readonly TimeSpan AtMostEvery = TimeSpan.FromDays(1);

    /// <summary>Certifies whoever asks with the key of a terminal that stands.</summary>
    /// <returns>The answer, or why there is none; null: it was given one less than a day ago.</returns>
    public Reading<SignedObject>? Answer(ReadOnlyMemory<byte> compact)
    {
        if (!RenewalRequest.ReadUnverified(compact).Succeeded(out var asked, out var error))
            return error;
        var read = store.Read(books => Verify(books, asked.Terminal, compact, out var key) is { } flaw
            ? (Flaw: flaw, Key: null)
            : (Flaw: (FormatError?)null, Key: (JsonWebKey?)key));
        if (read.Flaw is { } wrong)
            return wrong;
        using var key = PublicKey.Read(read.Key!).OrThrow();
        using (enter())
        {
            if (!authority.IsThere)
                return new FormatError(FormatErrorKind.BadContent, "this site has no authority of its own");
            if (authority.HasCertifiedSince(asked.Terminal, AtMostEvery))
                return null;
            var message = new RenewalMessage(
                site,
                Addressee.Of(asked.Terminal),
                asked.Nonce,
                authority.Certify(asked.Terminal, key.ToCertificateKey()));
            return SignedMessage.Sign(message, signer);
        }
    }

    private FormatError? Verify(
        LedgerBooks books, TerminalId terminal, ReadOnlyMemory<byte> compact, out JsonWebKey? key)
    {
        books.LedgerKeys.Demand(signer.KeyId);
        key = null;
        if (!books.TryFind(terminal, out var book) || book.IsRevoked)
            return new FormatError(
                FormatErrorKind.UnknownKey, $"terminal {terminal} is not enrolled, or was revoked");
        key = book.WebKey;
        return SignedMessage.Read<RenewalRequest>(compact, new KeyRing(book.Key), site, Addressee.Ledger)
            .Succeeded(out _, out var error) ? null : error;
    }
}
