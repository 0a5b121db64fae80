using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Cards;

/// <summary>
/// MIFARE Ultralight AES. Its key is written in four pages, so that an interruption leaves a mixture of two keys: pages
/// are written only while they are open to everybody (AUTH0), and closed when the card has answered with the whole key.
/// </summary>
internal sealed class UltralightAesProvisioning(ICardChannel card, ProvisioningOrder order)
{
    // Lock bits and everything behind them.
    private const byte FirstProtectedPage = 0x02;

    public CardOutcome<ProvisioningResult> Run(CancellationToken cancellation)
    {
        using var wanted = order.Wanted(CardKeyUse.Proof);
        return ReadSettings(cancellation).Then(settings => settings.Limit != 0
            ? CardTalk.Denied<ProvisioningResult>(
                $"the card closes for ever after {settings.Limit} wrong keys (AUTH_LIM); none was tried, and it was " +
                "not touched")
            : Has(wanted, settings.SecureMessaging, cancellation).Then(isWanted => (isWanted, settings) switch
            {
                (false, _) => Renew(wanted, settings, cancellation),
                (true, _) when settings == Final(settings) => Finish(ProvisioningResult.WasGood),
                (true, _) => Close(wanted, settings, cancellation),
            }));
    }

    /// <summary>CFG0, and AUTH_LIM of the page behind it.</summary>
    private sealed record Settings(byte Options, byte Second, byte Third, byte FirstProtected, int Limit)
    {
        public bool SecureMessaging => (Options & UltralightAesPages.SecureMessagingBit) != 0;

        public bool KeysAreOpen => FirstProtected >= UltralightAesPages.NothingProtected;

        public byte[] Page => [Options, Second, Third, FirstProtected];
    }

    private CardOutcome<ProvisioningResult> Renew(CardKey wanted, Settings settings, CancellationToken cancellation) =>
        FindFormer(wanted, settings, cancellation).Then(found =>
        {
            using var former = found;
            if (former is null && !(settings.KeysAreOpen && order.HasBegun()))
                return CardTalk.Denied<ProvisioningResult>(
                    "the card has a key that is neither the factory's nor of a version at hand; it was not touched");
            order.Write(ProvisioningStep.Begun);
            return settings.KeysAreOpen
                ? WriteKey(wanted, settings, cancellation)
                : Open(former!, settings, cancellation).Then(opened => WriteKey(wanted, opened, cancellation));
        });

    /// <summary>The key that the card answers with, if any is at hand.</summary>
    private CardOutcome<CardKey?> FindFormer(CardKey wanted, Settings settings, CancellationToken cancellation)
    {
        // Pages are written only while they are open: a closed card has a whole key.
        var mixtures = settings.KeysAreOpen ? UltralightAesPages.KeyPages : 1;
        foreach (var version in order.Former())
        {
            using var key = order.Of(CardKeyUse.Proof, version);
            for (var written = 0; key is not null && written < mixtures; written++)
            {
                var mixture = UltralightAesPages.Mixture(key, wanted, written);
                var has = Has(mixture, settings.SecureMessaging, cancellation);
                if (has is CardOutcome<bool>.Done { Value: true })
                    return CardTalk.Done<CardKey?>(mixture);
                mixture.Dispose();
                if (has is CardOutcome<bool>.Gone gone)
                    return new CardOutcome<CardKey?>.Gone(gone.Why);
            }
        }
        return CardTalk.Done<CardKey?>(null);
    }

    /// <summary>Lets everybody write, so that a mixture of keys does no harm.</summary>
    private CardOutcome<Settings> Open(CardKey former, Settings settings, CancellationToken cancellation) =>
        WriteSettings(
            former, settings, settings with { FirstProtected = UltralightAesPages.NothingProtected }, cancellation);

    private CardOutcome<ProvisioningResult> WriteKey(
        CardKey wanted, Settings settings, CancellationToken cancellation)
    {
        using var type2 = new Type2Card(card);
        var written = card.Awaken(cancellation);
        for (var index = 0; index < UltralightAesPages.KeyPages; index++)
        {
            var page = (byte)(UltralightAesPages.FirstKeyPage + index);
            var content = UltralightAesPages.KeyPage(wanted, index);
            written = written.Then(_ => type2.Write(page, content, cancellation));
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(content);
        }
        return written.Then(_ => Has(wanted, settings.SecureMessaging, cancellation)).Then(isWanted => isWanted
            ? Close(wanted, settings, cancellation)
            : CardTalk.Denied<ProvisioningResult>(
                "the card does not answer with the key just written; it is open still: hold it again"));
    }

    /// <summary>The card has just answered with the whole new key: now that key may protect it.</summary>
    private CardOutcome<ProvisioningResult> Close(CardKey wanted, Settings settings, CancellationToken cancellation)
    {
        order.Write(ProvisioningStep.Proved);
        return WriteSettings(wanted, settings, Final(settings), cancellation)
            .Then(closed => closed == Final(closed)
                ? Has(wanted, closed.SecureMessaging, cancellation)
                : CardTalk.Done(false))
            .Then(isGood => isGood
                ? Finish(ProvisioningResult.Provisioned)
                : CardTalk.Denied<ProvisioningResult>("the card does not keep its settings: hold it again"));
    }

    private CardOutcome<ProvisioningResult> Finish(ProvisioningResult result)
    {
        order.Write(ProvisioningStep.Finished);
        return CardTalk.Done(result);
    }

    private static Settings Final(Settings settings) => settings with
    {
        Options = (byte)(settings.Options | UltralightAesPages.SecureMessagingBit),
        FirstProtected = FirstProtectedPage,
    };

    private CardOutcome<Settings> WriteSettings(
        CardKey key, Settings present, Settings next, CancellationToken cancellation)
    {
        using var type2 = new Type2Card(card);
        // What was written holds from the next activation on.
        return card.Awaken(cancellation)
            .Then(_ => type2.AuthenticateAes(
                UltralightAesPages.DataProtectionKey, key, present.SecureMessaging, cancellation))
            .Then(_ => type2.Write(UltralightAesPages.Configuration, next.Page, cancellation))
            .Then(_ => card.Awaken(cancellation))
            .Then(_ => ReadSettings(cancellation));
    }

    private CardOutcome<Settings> ReadSettings(CancellationToken cancellation)
    {
        using var type2 = new Type2Card(card);
        return type2.Read(UltralightAesPages.Configuration, cancellation).Select(pages => new Settings(
            pages.Span[0], pages.Span[1], pages.Span[2], pages.Span[3],
            WrongKeyLimit.Of(CardType.UltralightAes, pages.Span)));
    }

    /// <summary>Whether the card has this key; Gone when it did not say.</summary>
    private CardOutcome<bool> Has(CardKey key, bool secureMessaging, CancellationToken cancellation)
    {
        using var type2 = new Type2Card(card);
        return card.Awaken(cancellation)
            .Then(_ => type2.AuthenticateAes(
                UltralightAesPages.DataProtectionKey, key, secureMessaging, cancellation))
            .OrNo();
    }
}
