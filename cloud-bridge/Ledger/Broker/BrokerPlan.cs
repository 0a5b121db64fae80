using System.Globalization;
using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace CloudBridge.Ledger;

/// <summary>How a site's mosquitto is set up.</summary>
/// <param name="Folder">Where its files are on the broker's machine.</param>
/// <param name="Data">Where it keeps retained messages and the ledger's queue.</param>
/// <param name="Address">Where it listens; null: everywhere.</param>
/// <param name="Port">Where it listens.</param>
internal sealed record BrokerPlan(string Folder, string Data, string? Address, int Port)
{
    public const string ConfigurationName = "mosquitto.conf";
    public const string AccessName = "acl";
    public const string CertificateName = "broker.pem";
    public const string KeyName = "broker-key.pem";
    public const string RevokedName = "crl.pem";

    /// <summary>Terminals have eight under way, the ledger 64: more never wait for their PUBACK.</summary>
    private const int InFlight = 64;

    /// <summary>Where it stands.</summary>
    public BrokerPlace Place => Bridge is not null ? BrokerPlace.AtTheSite
        : IsBridged ? BrokerPlace.BeforeTheLedger
        : BrokerPlace.Alone;

    /// <summary>Another broker that it dials; null: none.</summary>
    public BrokerBridge? Bridge { get; init; }

    /// <summary>Bridges of sites dial it.</summary>
    public bool IsBridged { get; init; }

    /// <summary>Of the longest journal messages, so many are kept for a client: 64 MiB.</summary>
    private const int LongestQueued = 1_024;

    /// <summary>Most journal messages are of one sale, less than a kilobyte: so many of them.</summary>
    private const int Queued = 10_000;

    /// <summary>
    /// A bridge is sent all of the site's card list on each connection, retained as it is: of a million cards 42 MB.
    /// </summary>
    private const int LongestQueuedForBridge = 8_192;

    private static readonly int LongestMessage = JwsType.List.LongestBytes;

    /// <summary>mosquitto.conf(5).</summary>
    /// <param name="site">Whose broker it is.</param>
    public string Write(SiteId site) => Own() + Bridge?.Write(site, Folder);

    private string Own() => string.Create(CultureInfo.InvariantCulture, $"""
        # Made by `ledger broker configure`, which makes it anew: what is changed here is lost.

        # TLS 1.3 with a certificate on both sides. This is the least version, and there is no higher one yet.
        listener {Port}{(Address is null ? "" : " " + Address)}
        cafile {In(SiteAuthority.CertificateName)}
        crlfile {In(RevokedName)}
        certfile {In(CertificateName)}
        keyfile {In(KeyName)}
        tls_version tlsv1.3
        require_certificate true

        # An account is the common name of a certificate; the file of rules has one block for each.
        use_identity_as_username true
        allow_anonymous false
        acl_file {In(AccessName)}

        # The longest message, the head of a card list, has {LongestMessage} bytes; topic and header take the rest.
        max_packet_size {MqttOptions.LargestPacket}

        # A terminal has 8 messages under way, the ledger {InFlight}.
        max_inflight_messages {InFlight}

        # For a client that is slow or, as the ledger may, away. What is beyond is dropped although its sender was told
        # otherwise: no sale is lost by that, because only the ledger's ack counts, but it has to be sent again.
        # Room for {MostQueued} of the longest journal messages, or for so many of any size, whichever comes first.
        max_queued_bytes {MostQueued * Topics.LongestJournalMessage}
        max_queued_messages {Queued}

        # Acks, lists and keys are retained, and the ledger's queue waits seven days: both outlive a restart. What the
        # last minutes before a power cut brought is said again by both ends.
        persistence true
        persistence_location {Data.TrimEnd('/')}/
        autosave_interval 300

        set_tcp_nodelay true
        log_dest stderr

        """);

    private int MostQueued => IsBridged ? LongestQueuedForBridge : LongestQueued;

    private string In(string name) => Path.Combine(Folder, name);
}
