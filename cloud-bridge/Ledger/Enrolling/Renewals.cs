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
        if (!SignedMessage.ReadUnverified<RenewalRequest>(compact).Succeeded(out var asked, out var error))
            return error;
        if (KeyOf(asked.Terminal) is not { } jwk)
            return NotEnrolled(asked.Terminal);
        using var key = PublicKey.Read(jwk).OrThrow();
        if (!SignedMessage.Read<RenewalRequest>(compact, new KeyRing(key), site, Addressee.Ledger)
            .Succeeded(out var request, out error))
            return error;
        string certificate;
        using (enter())
        {
            if (!authority.IsThere)
                return new FormatError(FormatErrorKind.BadContent, "this site has no authority of its own");
            if (authority.HasCertifiedSince(asked.Terminal, key.KeyId, AtMostEvery))
                return null;
            certificate = authority.Certify(asked.Terminal, key.ToCertificateKey());
        }
        // Was it revoked meanwhile, the broker's list may have been made before this one was noted. Whoever is revoked
        // from here on is put on a list with it. Not within: who changes the books enters with them in hand.
        if (KeyOf(asked.Terminal) is not { } still)
        {
            using (enter())
                authority.Revoke(CertificateSubject.AccountOf(asked.Terminal));
            return NotEnrolled(asked.Terminal);
        }
        using var present = PublicKey.Read(still).OrThrow();
        if (present.KeyId != key.KeyId)
        {
            TakeBackOfOthers(asked.Terminal);
            return new FormatError(
                FormatErrorKind.UnknownKey,
                $"terminal {asked.Terminal} has meanwhile left key {key.KeyId} for another");
        }
        var message = new RenewalMessage(site, Addressee.Of(asked.Terminal), request.Nonce, certificate);
        return SignedMessage.Sign(message, signer);
    }

    /// <summary>The key of a terminal that stands; null: there is none of this name.</summary>
    private JsonWebKey? KeyOf(TerminalId terminal) => store.Read(books =>
    {
        books.LedgerKeys.Demand(signer.KeyId);
        return books.TryFind(terminal, out var book) && !book.IsRevoked ? book.WebKey : null;
    });

    private void TakeBackOfOthers(TerminalId terminal)
    {
        var keys = store.Read(books => books.Terminal(terminal).Keys);
        using (enter())
            authority.RevokeOthers(CertificateSubject.AccountOf(terminal), keys.Speaking, keys.HasChanged);
    }

    private static FormatError NotEnrolled(TerminalId terminal) =>
        new(FormatErrorKind.UnknownKey, $"terminal {terminal} is not enrolled, or was revoked");
}
