using System.Collections.Immutable;
using System.Text;
using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Store;

namespace EdgeTerminal.Host;

/// <summary>
/// Gives a terminal that is enrolled another key, while its daemon stands still. Until the ledger's answer is kept it
/// is as before, and may go on as before; after that the change is finished, here or by the daemon's next start.
/// </summary>
/// <param name="state">The state folder.</param>
/// <param name="files">Where the enrolment and what came with it are.</param>
/// <param name="time">How old a next key is.</param>
internal sealed class KeyChanging(string state, string files, TimeProvider time)
{
    /// <summary>Goes through all of it.</summary>
    /// <param name="enrol">Has the next key enrolled.</param>
    /// <returns>What the ledger has given; null: a change that was cut short has been finished.</returns>
    /// <exception cref="EnrolmentException">It cannot be done, or did not come to its end.</exception>
    /// <exception cref="StateException">The state folder cannot be used.</exception>
    /// <exception cref="StartException">Enrolment or journal are not what they should be.</exception>
    public async Task<EnrolmentAnswer?> RunAsync(Func<IEnrollingFolder, Task<EnrolmentAnswer>> enrol)
    {
        if (RetiredFolder.IsKeyElsewhere)
            throw new EnrolmentException(
                "The terminal's key is a credential of the service, which this cannot change. Decrypt it into the " +
                "state folder (systemd-creds decrypt), take it out of the unit, run this again without it, and " +
                "encrypt the next key as before: docs/trust.md.");
        var isCutShort = KeyChange.IsDecided(state);
        using var folder = TerminalFolder.Open(state);
        if (isCutShort)
            return null;
        var enrolment = OpenedTerminal.ReadEnrolment(
            Path.Combine(files, EnrollingFolder.EnrolmentName), folder.Signer.KeyId);
        using var pins = LedgerPins.Open(folder.State, enrolment);
        var end = DemandAcknowledged(folder, enrolment, pins);
        var answer = await enrol(new NewKeyFolder(state, enrolment, pins, time));
        if (DemandAcknowledged(folder, enrolment, pins) != end)
            throw new EnrolmentException("The journal has grown meanwhile. Run this again.");
        var given = Enrolment.Read(Encoding.ASCII.GetBytes(answer.Enrolment)).OrThrow();
        if (given.Epoch <= end.Epoch)
            throw new EnrolmentException(
                $"The ledger grants epoch {given.Epoch}, and this journal has reached epoch {end.Epoch}: its books " +
                $"were restored from before that. There: ledger terminal refuse {answer.Terminal}, then ledger " +
                "grant-epoch until they have it. Then start the daemon with the network, stop it, and run this again.");
        KeyChange.Decide(state, files, end.Epoch, FilesOf(answer));
        KeyChange.Finish(state);
        return answer;
    }

    /// <summary>What the ledger lacks could not come under the former key any more.</summary>
    /// <returns>The last record.</returns>
    private static RecordPosition DemandAcknowledged(TerminalFolder folder, Enrolment enrolment, LedgerPins pins)
    {
        var identity = new JournalIdentity(
            enrolment.Site, enrolment.Terminal, enrolment.Epoch, folder.JournalKeys, pins.Ever);
        if (JournalOpener.Open(
            folder.Journal, identity, folder.Signer, new JournalOptions(), ImmutableHashSet<string>.Empty,
            (faults, record) => Follow(faults, record.Fact), (faults, _, _) => faults)
            is not JournalOpening<ImmutableHashSet<string>>.Opened opened)
            throw new StartException(
                "The journal does not verify: edge-terminal doctor says where.", ExitCode.VerificationFailed);
        using var journal = opened.Journal;
        if (journal.EndOfFormerKey is not null)
            throw new EnrolmentException(
                "This key has written nothing yet. Start the daemon with the network, and stop it, before it is " +
                "changed again.");
        if (opened.Folded.Contains(nameof(Fault.RolledBack)) || journal.Outbox.HasDiverged)
            throw new EnrolmentException(
                "The ledger has records of this terminal that are not here: an older image of it was restored " +
                "(docs/faults.md, RolledBack). That comes first.");
        if (journal.Outbox.Unacked is > 0 and var unsent)
            throw new EnrolmentException(
                $"{unsent} lines of the journal are not acknowledged by the ledger. Start the daemon with the " +
                "network, stop it when it has sent them (edge-terminal doctor: unacknowledged), and run this again.");
        return journal.Tail ?? throw new EnrolmentException(
            "This terminal has written nothing yet. Start the daemon with the network, stop it, and run this again.");
    }

    private static ImmutableHashSet<string> Follow(ImmutableHashSet<string> faults, Fact fact) => fact switch
    {
        Fact.FaultRaised raised => faults.Add(raised.Fault),
        Fact.FaultCleared cleared => faults.Remove(cleared.Fault),
        Fact.BroughtForward brought => faults.Union(brought.Faults),
        _ => faults,
    };

    private static List<(string Name, byte[] Content)> FilesOf(EnrolmentAnswer answer)
    {
        var given = new List<(string, byte[])>
        {
            (EnrollingFolder.AuthorityName, Encoding.ASCII.GetBytes(answer.Authority)),
            ($"{answer.Terminal}.pem", Encoding.ASCII.GetBytes(answer.Certificate)),
        };
        if (answer.CardKeys is { } keys)
            given.Add((EnrollingFolder.CardKeysName, SiteCardKeys.Write(keys)));
        given.Add((EnrollingFolder.EnrolmentName, Encoding.ASCII.GetBytes(answer.Enrolment + "\n")));
        return given;
    }
}
