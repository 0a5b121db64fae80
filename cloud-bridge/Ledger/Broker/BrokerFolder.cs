using System.Text;
using CloudBridge.Storage;

namespace CloudBridge.Ledger;

/// <summary>What is written for others, and what may stand there already.</summary>
internal static class BrokerFolder
{
    /// <summary>Whoever reads this folder believes the authority that it knows, and nobody else.</summary>
    /// <exception cref="LedgerStoreException">It knows another one.</exception>
    public static void RefuseAnother(SiteAuthority authority, IStorage output)
    {
        const string name = SiteAuthority.CertificateName;
        if (!output.Exists(name) || !authority.IsOfAnother(Text(output, name)))
            return;
        throw new LedgerStoreException(
            $"'{Path.Combine(output.Name, name)}' is of another authority than the ledger's. " +
            $"If it is the site's own, put that {name} and its key back into the ledger's folder from a backup; " +
            "else choose another folder, or remove this file.");
    }

    /// <summary>Certifies the broker, unless that was done and is good for a while.</summary>
    /// <returns>It was done now.</returns>
    public static bool Certify(SiteAuthority authority, IStorage output, IReadOnlyCollection<string> hosts)
    {
        if (output.Exists(BrokerPlan.KeyName) && output.Exists(BrokerPlan.CertificateName) &&
            authority.IsGoodHost(
                Text(output, BrokerPlan.CertificateName), Text(output, BrokerPlan.KeyName), hosts))
            return false;
        var (certificate, key) = authority.CertifyBroker(hosts);
        output.Replace(BrokerPlan.KeyName, Encoding.ASCII.GetBytes(key));
        output.Replace(BrokerPlan.CertificateName, Encoding.ASCII.GetBytes(certificate));
        return true;
    }

    /// <summary>Certifies its bridge, unless that was done and is good for a while.</summary>
    /// <returns>It was done now.</returns>
    public static bool CertifyBridge(SiteAuthority authority, IStorage output)
    {
        if (output.Exists(BrokerBridge.KeyName) && output.Exists(BrokerBridge.CertificateName) &&
            authority.IsGoodBridge(Text(output, BrokerBridge.CertificateName), Text(output, BrokerBridge.KeyName)))
            return false;
        var (certificate, key) = authority.CertifyBridge();
        output.Replace(BrokerBridge.KeyName, Encoding.ASCII.GetBytes(key));
        output.Replace(BrokerBridge.CertificateName, Encoding.ASCII.GetBytes(certificate));
        return true;
    }

    private static string Text(IStorage output, string name) => Encoding.ASCII.GetString(output.Read(name));
}
