using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Writes enrolments as this ledger signs them.</summary>
/// <param name="site">The site.</param>
/// <param name="siteKey">Turns UIDs into tokens.</param>
/// <param name="signer">The ledger's.</param>
/// <param name="trust">The site's root.</param>
internal sealed class EnrolmentSeal(SiteId site, SiteKey siteKey, Es256Signer signer, SiteTrust trust)
{
    /// <summary>The site.</summary>
    public SiteId Site => site;

    /// <summary>The ledger's key.</summary>
    public KeyId KeyId => signer.KeyId;

    /// <summary>Of all populations that the site accepts; null: the ledger keeps none, or they are gone, which keeps no
    /// terminal from being enrolled.</summary>
    /// <param name="said">As of <see cref="SiteTrust.CardKeys"/>.</param>
    public ValueList<SiteCardKey>? CardKeys(CardKeysDigest? said)
    {
        try
        {
            return trust.CardKeys(said);
        }
        catch (LedgerStoreException gone)
        {
            trust.Missed(gone.Message);
            return null;
        }
    }

    /// <summary>
    /// The PIN of a terminal that a request creates: the same each time, so that nobody need keep it, and known to
    /// nobody who has not the ledger's key.
    /// </summary>
    /// <param name="terminal">Its name.</param>
    /// <param name="request">That creates it.</param>
    /// <param name="creation">Of this creation: the same key used again, when it is forgotten, makes another PIN. Null:
    /// an earlier build has created it.</param>
    public string PinOf(TerminalId terminal, RequestKey request, Nonce? creation)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(
            Encoding.ASCII.GetBytes(signer.RevealPem()),
            Encoding.ASCII.GetBytes(
                $"enrolment PIN\n{terminal}\n{request.Key}\n{request.Fingerprint}" +
                (creation is { } once ? $"\n{once}" : "")),
            hash);
        var number = BinaryPrimitives.ReadUInt64BigEndian(hash) % (ulong)Math.Pow(10, EnrolmentPin.Digits);
        return number.ToString($"D{EnrolmentPin.Digits}", CultureInfo.InvariantCulture);
    }

    /// <summary>The file for a terminal.</summary>
    /// <param name="books">Know how often the ledger's key has changed.</param>
    /// <param name="terminal">For whom.</param>
    /// <param name="key">Its key.</param>
    /// <param name="epoch">Of its journal.</param>
    /// <param name="limits">How far it may go alone.</param>
    /// <exception cref="ArgumentException">It would be too long.</exception>
    /// <exception cref="LedgerStoreException">
    /// The ledger's key has changed since this process began, or the root is the ledger's own key.
    /// </exception>
    public byte[] Write(LedgerBooks books, TerminalId terminal, KeyId key, long epoch, TerminalLimits limits)
    {
        // Or it would pin the former key under the number of the new one, and never hear of that.
        books.LedgerKeys.Demand(signer.KeyId);
        if (RootOf(trust) == signer.KeyId)
            throw new LedgerStoreException(
                $"The ledger's key is its own root: whoever takes the ledger's folder has both. Remove " +
                $"{SiteTrust.RootName} there and make another root: ledger root create.");
        return new Enrolment(
            Enrolment.CurrentVersion,
            site,
            terminal,
            key,
            signer.PublicKey.ToJsonWebKey() with { Site = site },
            siteKey.Reveal(),
            epoch,
            limits,
            trust.Root,
            books.LedgerKeys.Number).Write(signer);
    }

    private static KeyId? RootOf(SiteTrust trust)
    {
        if (trust.Root is not { } jwk)
            return null;
        using var root = PublicKey.Read(jwk).OrThrow();
        return root.KeyId;
    }
}
