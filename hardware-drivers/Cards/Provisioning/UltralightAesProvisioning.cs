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
        return ReadSettings(cancellation).Then(settings =>
        {
            if (!Authenticates(wanted, settings.SecureMessaging, cancellation))
                return Renew(wanted, settings, cancellation);
            return settings == Final(settings)
                ? Finish(ProvisioningResult.WasGood)
                : Close(wanted, settings, cancellation);
        });
    }

    /// <summary>CFG0.</summary>
    private sealed record Settings(byte Options, byte Second, byte Third, byte FirstProtected)
    {
        public bool SecureMessaging => (Options & UltralightAesPages.SecureMessagingBit) != 0;

        public bool KeysAreOpen => FirstProtected >= UltralightAesPages.NothingProtected;

        public byte[] Page => [Options, Second, Third, FirstProtected];
    }

    private CardOutcome<ProvisioningResult> Renew(CardKey wanted, Settings settings, CancellationToken cancellation)
    {
        var former = FormerKey(wanted, settings, cancellation);
        using (former)
        {
            if (former is null && !card.Reactivate(cancellation))
                return Gone();
            if (settings.KeysAreOpen && (former is not null || order.HasBegun()))
            {
                order.Write(ProvisioningStep.Begun);
                return WriteKey(wanted, settings, cancellation);
            }
            if (former is null)
                return CardTalk.Denied<ProvisioningResult>(
                    "the card has a key that is neither the factory's nor of a version at hand; it was not touched");
            order.Write(ProvisioningStep.Begun);
            return Open(former, settings, cancellation).Then(opened => WriteKey(wanted, opened, cancellation));
        }
    }

    /// <summary>The key that the card answers with, if any is at hand.</summary>
    private CardKey? FormerKey(CardKey wanted, Settings settings, CancellationToken cancellation)
    {
        foreach (var version in order.Former())
        {
            using var key = order.Of(CardKeyUse.Proof, version);
            for (var written = 0; key is not null && written < UltralightAesPages.KeyPages; written++)
            {
                var mixture = UltralightAesPages.Mixture(key, wanted, written);
                if (Authenticates(mixture, settings.SecureMessaging, cancellation))
                    return mixture;
                mixture.Dispose();
            }
        }
        return null;
    }

    /// <summary>Lets everybody write, so that a mixture of keys does no harm.</summary>
    private CardOutcome<Settings> Open(CardKey former, Settings settings, CancellationToken cancellation) =>
        WriteSettings(
            former, settings, settings with { FirstProtected = UltralightAesPages.NothingProtected }, cancellation);

    private CardOutcome<ProvisioningResult> WriteKey(
        CardKey wanted, Settings settings, CancellationToken cancellation)
    {
        if (!card.Reactivate(cancellation))
            return Gone();
        using var type2 = new Type2Card(card);
        var written = CardTalk.Done(true);
        for (var index = 0; index < UltralightAesPages.KeyPages; index++)
        {
            var page = (byte)(UltralightAesPages.FirstKeyPage + index);
            var content = UltralightAesPages.KeyPage(wanted, index);
            written = written.Then(_ => type2.Write(page, content, cancellation));
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(content);
        }
        return written.Then(_ =>
        {
            if (!card.Reactivate(cancellation))
                return Gone();
            return Authenticates(wanted, settings.SecureMessaging, cancellation)
                ? Close(wanted, settings, cancellation)
                : CardTalk.Denied<ProvisioningResult>(
                    "the card does not answer with the key just written; it is open still: hold it again");
        });
    }

    /// <summary>The card has just answered with the whole new key: now that key may protect it.</summary>
    private CardOutcome<ProvisioningResult> Close(CardKey wanted, Settings settings, CancellationToken cancellation)
    {
        order.Write(ProvisioningStep.Proved);
        return WriteSettings(wanted, settings, Final(settings), cancellation).Then(closed =>
            closed == Final(closed) && Authenticates(wanted, closed.SecureMessaging, cancellation)
                ? Finish(ProvisioningResult.Provisioned)
                : CardTalk.Denied<ProvisioningResult>("the card does not keep its settings: hold it again"));
    }

    private CardOutcome<ProvisioningResult> Finish(ProvisioningResult result)
    {
        order.Write(ProvisioningStep.Finished);
        return CardTalk.Done(result);
    }

    private Settings Final(Settings settings) => settings with
    {
        Options = (byte)(order.Population.SecureMessaging
            ? settings.Options | UltralightAesPages.SecureMessagingBit
            : settings.Options & ~UltralightAesPages.SecureMessagingBit & 0xFF),
        FirstProtected = FirstProtectedPage,
    };

    private CardOutcome<Settings> WriteSettings(
        CardKey key, Settings present, Settings next, CancellationToken cancellation)
    {
        if (!card.Reactivate(cancellation))
            return Gone<Settings>();
        using var type2 = new Type2Card(card);
        var written = type2
            .AuthenticateAes(UltralightAesPages.DataProtectionKey, key, present.SecureMessaging, cancellation)
            .Then(_ => type2.Write(UltralightAesPages.Configuration, next.Page, cancellation));
        // What was written holds from the next activation on.
        return written.Then(_ => card.Reactivate(cancellation) ? ReadSettings(cancellation) : Gone<Settings>());
    }

    private CardOutcome<Settings> ReadSettings(CancellationToken cancellation)
    {
        using var type2 = new Type2Card(card);
        return type2.Read(UltralightAesPages.Configuration, cancellation).Select(pages =>
            new Settings(pages.Span[0], pages.Span[1], pages.Span[2], pages.Span[3]));
    }

    private bool Authenticates(CardKey key, bool secureMessaging, CancellationToken cancellation)
    {
        using var type2 = new Type2Card(card);
        return card.Reactivate(cancellation) && type2
            .AuthenticateAes(UltralightAesPages.DataProtectionKey, key, secureMessaging, cancellation)
            is CardOutcome<bool>.Done;
    }

    private static CardOutcome<ProvisioningResult> Gone() => Gone<ProvisioningResult>();

    private static CardOutcome<T> Gone<T>() => new CardOutcome<T>.Gone("the card was taken away: hold it again");
}
