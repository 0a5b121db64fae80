using System.Globalization;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using CloudBridge.Mqtt.Clients;
using CloudBridge.Relay;
using CloudBridge.Storage;
using EdgeTerminal.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;

namespace Tests.RealParts.CloudBridge;

/// <summary>A terminal's journal, full of sales to one card, and the real relay that sends it.</summary>
internal sealed class SendingTerminal : IAsyncDisposable
{
    /// <summary>What its card has at first, in minor units.</summary>
    public const long Opening = 1_000_000_000;

    private const int Together = 500;

    private readonly Es256Signer signer = Es256Signer.Create();
    private readonly KeyRing ledgerKeys;
    private readonly TerminalId name;
    private readonly Journal journal;
    private readonly CardListStore lists;
    private readonly TemporaryFolder folder;
    private RunningRelay? relay;

    public SendingTerminal(int number, TemporaryFolder folder, LedgerFolder ledger)
    {
        this.folder = folder;
        name = TerminalId.Parse($"bar-{number.ToString(CultureInfo.InvariantCulture)}");
        Card = $"04{number:X12}";
        ledgerKeys = new KeyRing(ledger.Signer.PublicKey);
        journal = JournalOpener.Open(
            new FolderStorage(folder.In($"{name}/journal")),
            new JournalIdentity(Site.Id, name, 1, new KeyRing(signer.PublicKey), ledgerKeys),
            signer,
            new JournalOptions(),
            0,
            (count, _) => count + 1) is JournalOpening<int>.Opened opened
            ? opened.Journal
            : throw new InvalidOperationException("A new journal cannot be opened.");
        lists = CardListStore.Open(
            new FolderStorage(folder.In($"{name}/cards")), new MemoryCardCache(), Site.Id, name, ledgerKeys);
        File.WriteAllText(KeyFile, signer.RevealPem());
        File.WriteAllText(
            CertificateFile, ledger.Authority.Certify(name, signer.PublicKey.ToCertificateKey()));
    }

    /// <summary>The UID of the card that pays all of it.</summary>
    public string Card { get; }

    public LedgerEntry.TerminalEnrolled Enrolment =>
        new(name, signer.PublicKey.ToJsonWebKey(), 1, TerminalLimits.Default, Clock.Noon);

    private string KeyFile => folder.In($"{name}/terminal-key.pem");

    private string CertificateFile => folder.In($"{name}/terminal.pem");

    /// <summary>Records that wait for the ledger.</summary>
    public long Unacked => journal.Outbox.Unacked;

    /// <summary>How many sales were written.</summary>
    public long Sold { get; private set; }

    /// <summary>Writes so many sales.</summary>
    public void Sell(int times)
    {
        Sold += times;
        for (var sold = 0; sold < times; sold += Together)
            JournalBench.Append(
                journal, Enumerable.Repeat<Fact>(JournalWriter.Beer(Card), Math.Min(Together, times - sold)));
        relay?.JournalGrew();
    }

    /// <summary>Begins to send, over TLS and with its certificate.</summary>
    /// <param name="port">Of the broker.</param>
    /// <param name="authority">The certificate of the site's, a file.</param>
    public void Start(int port, string authority)
    {
        UInt128 nonce = 0;
        var logic = new RelayLogic(
            new RelayIdentity(
                Site.Id, name, signer, new KeyRing(signer.PublicKey), ledgerKeys, Boot: 1, Process: new Nonce(1)),
            journal.Outbox,
            lists,
            () => new Nonce(++nonce),
            // Small messages: many are under way when a worker dies.
            new RelayOptions { BatchBytes = 8 * 1024 });
        var counting = new CountingClient(MqttClients.All[0]);
        relay = new RunningRelay(
            new Relay(
                logic,
                counting,
                new MqttOptions("localhost", port, name.ToString())
                {
                    Tls = new MqttTls(authority) { CertificateFile = CertificateFile, KeyFile = KeyFile },
                },
                TimeProvider.System,
                TimeSpan.FromSeconds(1),
                () => 0.5,
                _ => ValueTask.CompletedTask,
                NullLogger<Relay>.Instance),
            counting);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (relay is not null)
            await relay.DisposeAsync();
        journal.Dispose();
        signer.Dispose();
    }
}
