using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Signatures are checked while others may change the books, and not in a worker's turn.</summary>
public sealed class PreparedSignatureTests : IDisposable
{
    private readonly Site site = new();
    private readonly CountedTurns turns = new();
    private readonly LedgerBench ledger;
    private readonly JournalWriter terminal;

    public PreparedSignatureTests()
    {
        var store = new FileLedgerStore(new ForgetfulDisk(), turns.Enter, turns);
        ledger = new LedgerBench(site, store).With((Kiosks.Guest, "TLF 9000"));
        terminal = new JournalWriter(site);
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public void What_is_new_is_checked_before()
    {
        ledger.Take(terminal.Next(JournalWriter.Beer(Kiosks.Guest)), terminal.Next(JournalWriter.Beer(Kiosks.Guest)));

        Assert.Equal((2, 0), (turns.Checked, turns.CheckedInTurn));
        Assert.Equal(8_300, ledger.Balance(Kiosks.Guest));
    }

    [Fact]
    public void What_is_known_is_not_checked_again()
    {
        var line = terminal.Next(JournalWriter.Beer(Kiosks.Guest));
        ledger.Take(line);
        ledger.Take(line);

        Assert.Equal((1, 0), (turns.Checked, turns.CheckedInTurn));
    }

    /// <summary>Behind a gap a terminal sends the same again and again.</summary>
    [Fact]
    public void What_waits_for_others_and_comes_again_is_checked_before_too()
    {
        terminal.Next(JournalWriter.Beer(Kiosks.Guest));
        var beyond = terminal.Next(JournalWriter.Beer(Kiosks.Guest));
        ledger.Take(beyond);
        ledger.Take(beyond);

        Assert.Equal((2, 0), (turns.Checked, turns.CheckedInTurn));
    }

    /// <summary>Over HTTPS, by a terminal that is cut off.</summary>
    [Fact]
    public void What_is_handed_in_is_checked_before_too()
    {
        var (first, second) = (
            terminal.Next(JournalWriter.Beer(Kiosks.Guest)), terminal.Next(JournalWriter.Beer(Kiosks.Guest)));

        new Handover(Site.Id, ledger.Store, site.Ledger)
            .Take(Site.Bar, LedgerBench.Message(first, second).Payload, Clock.Noon).OrThrow();

        Assert.Equal((2, 0), (turns.Checked, turns.CheckedInTurn));
        Assert.Equal(8_300, ledger.Balance(Kiosks.Guest));
    }

    [Fact]
    public void What_is_forged_is_checked_once_and_not_booked()
    {
        var line = terminal.Next(JournalWriter.Beer(Kiosks.Guest));
        byte[] forged = [.. line.Compact.Span];
        forged[^9] = forged[^9] == (byte)'A' ? (byte)'B' : (byte)'A';

        var actions = ledger.Logic.Received(
            [new MqttMessage(
                LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Journal), (byte[])[.. forged, (byte)'\n'])],
            now: 0,
            Clock.Noon);

        Assert.Single(actions.OfType<LedgerAction.KeepRejected>());
        Assert.Equal((1, 0), (turns.Checked, turns.CheckedInTurn));
        Assert.Equal(9_000, ledger.Balance(Kiosks.Guest));
    }

    /// <summary>Says of each check of a terminal's signature whether somebody had his turn then.</summary>
    private sealed class CountedTurns : IKeyReader
    {
        private bool isTurn;

        public int Checked { get; private set; }

        public int CheckedInTurn { get; private set; }

        public IDisposable Enter()
        {
            isTurn = true;
            return new Leaving(this);
        }

        public IVerifier Read(JsonWebKey key) => new Counted(this, Es256Keys.Instance.Read(key));

        private sealed class Leaving(CountedTurns turns) : IDisposable
        {
            public void Dispose() => turns.isTurn = false;
        }

        private sealed class Counted(CountedTurns turns, IVerifier verifier) : IVerifier
        {
            public KeyId KeyId => verifier.KeyId;

            public bool Verifies(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
            {
                turns.Checked++;
                if (turns.isTurn)
                    turns.CheckedInTurn++;
                return verifier.Verifies(data, signature);
            }
        }
    }
}
