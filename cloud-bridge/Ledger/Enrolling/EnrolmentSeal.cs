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

    /// <summary>Of the populations that the site accepts; null: the ledger keeps none.</summary>
    public ValueList<SiteCardKey>? CardKeys => trust.CardKeys;

    /// <summary>The file for a terminal.</summary>
    /// <exception cref="ArgumentException">It would be too long.</exception>
    public byte[] Write(TerminalId terminal, KeyId key, long epoch, TerminalLimits limits) => new Enrolment(
        Enrolment.CurrentVersion,
        site,
        terminal,
        key,
        signer.PublicKey.ToJsonWebKey() with { Site = site },
        siteKey.Reveal(),
        epoch,
        limits,
        trust.Root).Write(signer);
}
