using CloudBridge.Contract;
using CloudBridge.Ledger;

namespace Tests.Support;

/// <summary>A ledger's enrolment desk on a disk in memory, and terminals that come to it.</summary>
internal sealed class EnrolmentBench : IDisposable
{
    private readonly ForgetfulDisk disk = new();
    private readonly Es256Signer ledger = Es256Signer.Create();
    private readonly SiteKey siteKey = SiteKey.Create();

    public EnrolmentBench() => Start();

    public ManualTime Time { get; private set; } = new();

    public EnrolmentDesk Desk { get; private set; } = null!;

    public FileLedgerStore Store { get; private set; } = null!;

    /// <summary>The site's root and card keys.</summary>
    public SiteTrust Trust => new(disk);

    public IVerifier LedgerKey => ledger.PublicKey;

    public Es256Signer Ledger => ledger;

    /// <summary>As another process would read it.</summary>
    public void Start()
    {
        Store = new FileLedgerStore(disk, static () => new Unheld());
        var authority = new SiteAuthority(disk, Site.Id, Time);
        Desk = new EnrolmentDesk(
            new FileWaitingBook(disk, static () => new Unheld()),
            new EnrollingLedger(
                new EnrolmentSeal(Site.Id, siteKey, ledger, Trust), Store, authority, static () => new Unheld()),
            Time);
    }

    /// <summary>The ledger's clock was ahead, and somebody has set it.</summary>
    public void SetClockBack(TimeSpan by)
    {
        Time = new ManualTime(Time.GetUtcNow() - by);
        Start();
    }

    /// <summary>All that the desk has written.</summary>
    public string Written => System.Text.Encoding.UTF8.GetString(disk.Read(FileWaitingBook.FileName));

    /// <summary>As if the desk had written that.</summary>
    public void Write(string file) =>
        disk.Replace(FileWaitingBook.FileName, System.Text.Encoding.UTF8.GetBytes(file));

    /// <summary>Says keys of cards for all terminals.</summary>
    public void SetCardKeys(params SiteCardKey[] keys)
    {
        var configs = new ConfigDesk(new KeyedStore(Store, Time), Site.Id, ledger, Time);
        var outcome = new CardKeyDesk(Trust, Store, configs, static () => new Unheld()).Set(keys, "because");
        if (outcome.Why is { } why)
            throw new InvalidOperationException(why.What);
    }

    /// <summary>Creates a terminal.</summary>
    /// <returns>Its PIN.</returns>
    public string Create(TerminalId terminal) =>
        Desk.Create(terminal, "kiosk", TerminalLimits.Default, out var pin) is { } why
            ? throw new InvalidOperationException(why)
            : pin;

    /// <summary>A request; null as PIN: without a proof.</summary>
    public EnrolmentRequest Request(Es256Signer key, TerminalId terminal, string? pin, KeyId? heard = null)
    {
        var nonce = Nonce.Create();
        var to = heard ?? ledger.KeyId;
        return new EnrolmentRequest(
            EnrolmentRequest.CurrentVersion,
            Site.Id,
            terminal,
            key.PublicKey.ToJsonWebKey(),
            to,
            nonce,
            pin is null
                ? null
                : EnrolmentPin.Prove(EnrolmentPin.Derive(Site.Id, terminal, pin), key.KeyId, to, nonce));
    }

    /// <summary>Asks.</summary>
    public AskOutcome Ask(Es256Signer key, TerminalId terminal, string? pin) => Desk.Ask(Request(key, terminal, pin));

    /// <summary>Six digits that are not these.</summary>
    public static string Another(string pin) => pin == "000000" ? "000001" : "000000";

    public void Dispose()
    {
        Store.Dispose();
        ledger.Dispose();
    }

    private sealed class Unheld : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
