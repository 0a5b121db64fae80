using System.Security.Cryptography.X509Certificates;

namespace CloudBridge.Contract;

/// <summary>
/// Whom a certificate at the site's broker is for: the site as organisation, and as common name the account at the
/// broker. A terminal's is its name; what is none's has a character that no name has.
/// </summary>
public static class CertificateSubject
{
    private const string CommonName = "2.5.4.3";
    private const string Organisation = "2.5.4.10";

    /// <summary>The ledger's account.</summary>
    public static string LedgerAccount(SiteId site) => $"ledger/{site}";

    /// <summary>The account of a site's own broker at the ledger's.</summary>
    public static string BridgeAccount(SiteId site) => $"bridge/{site}";

    /// <summary>A terminal's account.</summary>
    public static string AccountOf(TerminalId terminal) => terminal.ToString();

    /// <summary>The name in a certificate of this account.</summary>
    public static X500DistinguishedName Of(SiteId site, string account)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(account);
        name.AddOrganizationName(site.ToString());
        return name.Build();
    }

    /// <summary>Reads the name of a terminal's certificate.</summary>
    /// <returns>False where anything else stands in it.</returns>
    public static bool TryRead(X500DistinguishedName name, out SiteId site, out TerminalId terminal)
    {
        (site, terminal) = (default, default);
        var all = name.EnumerateRelativeDistinguishedNames(reversed: false).ToList();
        if (all.Count != 2 || all.Exists(part => part.HasMultipleElements))
            return false;
        var parts = all.ConvertAll(part => (part.GetSingleElementType().Value, Text: part.GetSingleElementValue()));
        return
            SiteId.TryParse(parts.Find(part => part.Value == Organisation).Text, out site) &&
            TerminalId.TryParse(parts.Find(part => part.Value == CommonName).Text, out terminal);
    }
}
