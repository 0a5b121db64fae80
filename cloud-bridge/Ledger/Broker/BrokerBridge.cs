using System.Globalization;
using System.Text;
using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace CloudBridge.Ledger;

/// <summary>A site's broker dials another one, at which the ledger is.</summary>
/// <param name="Name">One of the site broker's own: no two bridges of a site may have the same.</param>
/// <param name="Host">Of the other broker, as its certificate names it.</param>
/// <param name="Port">Of the other broker.</param>
internal sealed record BrokerBridge(string Name, string Host, int Port)
{
    public const string CertificateName = "bridge.pem";
    public const string KeyName = "bridge-key.pem";

    /// <summary>Mosquitto's part of the configuration for it (mosquitto.conf(5), bridges).</summary>
    /// <param name="site">Whose terminals it speaks for.</param>
    /// <param name="folder">Where its files are on the broker's machine.</param>
    public string Write(SiteId site, string folder)
    {
        var rights = new TopicRights(site);
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""

            # The bridge to the ledger's broker, as account {CertificateSubject.BridgeAccount(site)} there.
            connection cloud
            address {Host}:{Port}
            remote_clientid bridge-{site}-{Name}
            local_clientid bridge-{site}
            bridge_cafile {Path.Combine(folder, SiteAuthority.CertificateName)}
            bridge_certfile {Path.Combine(folder, CertificateName)}
            bridge_keyfile {Path.Combine(folder, KeyName)}
            bridge_tls_version tlsv1.3

            # With MQTT 5 what was retained stays so on its way. What goes up waits here while the link is cut, over a
            # restart too. What goes down does not wait there: a session of MQTT 5 ends with its connection, and all
            # that still counts is retained or said again.
            bridge_protocol_version mqttv50
            cleansession false
            bridge_max_packet_size {MqttOptions.LargestPacket}

            # A link that is half-open is given up after twice that many seconds.
            keepalive_interval 10
            start_type automatic
            restart_timeout 1 30

            # Nobody has a right to either topic; mosquitto's log says the same.
            notifications false
            bridge_attempt_unsubscribe false

            # Up and down have no topic in common, so that nothing comes back. Asks do not wait for a link that is cut:
            # nobody needs their answers later, and they would take the room of sales.

            """));
        var topics = new Topics(site);
        string[] asks = [topics.OfAll(TerminalTopic.Ask), topics.OfAll(TerminalTopic.Since)];
        foreach (var topic in rights.BridgeSays)
            text.Append("topic ").Append(topic).Append(asks.Contains(topic) ? " out 0\n" : " out 1\n");
        foreach (var topic in rights.BridgeHears)
            text.Append("topic ").Append(topic).Append(" in 1\n");
        return text.ToString();
    }
}
