using System.Text;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Mosquitto's acl_file (mosquitto.conf(5)): a block for each who may dial this broker, by the common name of its
/// certificate. Who has no block may do nothing.
/// </summary>
internal static class AccessRules
{
    /// <summary>The whole file.</summary>
    /// <param name="site">Whose broker it is.</param>
    /// <param name="place">Who dials it.</param>
    /// <param name="terminals">Those that are enrolled.</param>
    public static string Write(SiteId site, BrokerPlace place, IEnumerable<TerminalId> terminals)
    {
        var rights = new TopicRights(site);
        var text = new StringBuilder(
            "# Made by `ledger broker configure`, which makes it anew: what is changed here is lost.\n");
        if (place != BrokerPlace.AtTheSite)
            Add(text, CertificateSubject.LedgerAccount(site), rights.LedgerSays, rights.LedgerHears);
        if (place == BrokerPlace.BeforeTheLedger)
            Add(text, CertificateSubject.BridgeAccount(site), rights.BridgeSays, rights.BridgeHears);
        foreach (var terminal in terminals.OrderBy(one => one.ToString(), StringComparer.Ordinal))
            Add(
                text,
                CertificateSubject.AccountOf(terminal),
                rights.TerminalSays(terminal),
                rights.TerminalHears(terminal));
        return text.ToString();
    }

    private static void Add(StringBuilder text, string account, IEnumerable<string> says, IEnumerable<string> hears)
    {
        var (written, read) = (says.ToList(), hears.ToList());
        text.Append('\n').Append("user ").Append(account).Append('\n');
        foreach (var topic in written.Except(read))
            text.Append("topic write ").Append(topic).Append('\n');
        foreach (var topic in written.Intersect(read))
            text.Append("topic readwrite ").Append(topic).Append('\n');
        foreach (var topic in read.Except(written))
            text.Append("topic read ").Append(topic).Append('\n');
    }
}
