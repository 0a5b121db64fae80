using System.Security.Cryptography;
using CloudBridge.Contract;
using CloudBridge.Relay;
using CloudBridge.Storage;
using EdgeTerminal.Store;
using Microsoft.Extensions.Logging;

namespace EdgeTerminal.Host;

/// <summary>
/// Takes a terminal apart that serves nobody any more: the site's secrets go at once, the journal is handed in, then
/// the terminal's own key goes. Each step is found done or not when it starts again, wherever the power went.
/// </summary>
/// <param name="configuration">Where everything is.</param>
/// <param name="storageOf">How journal and state reach their folders.</param>
/// <param name="time">For its patience.</param>
/// <param name="logger">Lifecycle only.</param>
internal sealed partial class Retirement(
    HostConfiguration configuration, Func<string, IStorage> storageOf, TimeProvider time, ILogger<Retirement> logger)
{
    private const string OfFile = "file:";

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);

    private string? saidOfSecrets;
    private string? saidOfJournal;
    private long fewestUnacked = long.MaxValue;

    /// <summary>
    /// The files with secrets of the site; the terminal's own key is not among them, it goes last.
    /// </summary>
    public static IEnumerable<string> SecretsOf(HostConfiguration configuration) =>
        KeysOf(configuration).Concat(EnrolmentsOf(configuration));

    /// <summary>The power may have gone while one was replaced.</summary>
    private static IEnumerable<string> WithUnfinished(IEnumerable<string> files) =>
        files.SelectMany(file => new[] { file, file + FolderStorage.Unfinished });

    /// <summary>What else lets somebody in somewhere and is in no file of ours: people take it away.</summary>
    public static IEnumerable<string> LeftToPeople(HostConfiguration configuration)
    {
        if (configuration.Cards.Keys is { } keys && !keys.StartsWith(OfFile, StringComparison.Ordinal))
            yield return $"card keys in {keys}";
        if (configuration.Broker.Password is not null)
            yield return "the broker's password in the configuration";
    }

    private static IEnumerable<string> KeysOf(HostConfiguration configuration) =>
        WithUnfinished(OwnKeysOf(configuration));

    private static IEnumerable<string> OwnKeysOf(HostConfiguration configuration)
    {
        if (configuration.Cards.Keys is { } keys && keys.StartsWith(OfFile, StringComparison.Ordinal))
            yield return keys[OfFile.Length..];
        yield return Path.Combine(configuration.State, EnrollingFolder.CardKeysName);
        // `enroll --out` leaves it beside the enrolment.
        if (Path.GetDirectoryName(Path.GetFullPath(configuration.Enrolment)) is { } beside)
            yield return Path.Combine(beside, EnrollingFolder.CardKeysName);
        // What the ledger sent: staff's PINs among it.
        yield return Path.Combine(configuration.State, SentConfigStore.FileName);
        yield return Path.Combine(configuration.State, SentConfigStore.FormerName);
        yield return Path.Combine(configuration.State, SentConfigStore.FormerKeysName);
        if (configuration.Broker.Tls?.KeyFile is { } own &&
            Path.GetFullPath(own) != Path.GetFullPath(TerminalFolder.KeyFileIn(configuration.State)))
            yield return own;
    }

    private static IEnumerable<string> EnrolmentsOf(HostConfiguration configuration) => WithUnfinished(
        [configuration.Enrolment, Path.Combine(configuration.State, EnrollingFolder.EnrolmentName)]);

    /// <summary>Goes through all of it, for as long as that takes.</summary>
    /// <param name="why">For people; null: it has begun before.</param>
    /// <param name="stop">Ends it; it goes on at the next start.</param>
    public async Task RunAsync(string? why, CancellationToken stop)
    {
        // What follows reads a whole journal: whoever has called it is watched, and must go on.
        await Task.Yield();
        var backoff = new Backoff(configuration.Ledger.AskAfter, () => RandomNumberGenerator.GetInt32(1_000) / 1_000.0);
        try
        {
            while (!await TryAsync(why, backoff, stop))
                await Task.Delay(FirstPause + backoff.Next(), time, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It goes on at the next start.
        }
    }

    /// <returns>True: nothing is left to be done.</returns>
    private async Task<bool> TryAsync(string? why, Backoff backoff, CancellationToken stop)
    {
        try
        {
            var isErased = EraseSecrets(why ?? "its keys were to be wiped");
            if (!RetiredFolder.IsIn(configuration.State))
                return false;
            using var folder = RetiredFolder.Open(configuration.State, storageOf);
            if (!folder.IsHandedIn && !await HandInAsync(folder, backoff, stop))
                return false;
            folder.NoteHandedIn();
            folder.EraseKey();
            if (!isErased)
                return false;
            LogDone(logger, RetiredFolder.IsKeyElsewhere
                ? "its own key is a credential of the service: take that out of the unit"
                : "its own key is wiped");
            return true;
        }
        catch (Exception error) when (IsOfTheMachine(error))
        {
            Say(ref saidOfJournal, error.Message);
            return false;
        }
    }

    /// <summary>
    /// One that cannot be erased keeps no other here, nor the journal; nor does a disk that is full, or a state folder
    /// that cannot be read. Only the enrolment waits until what it says is written elsewhere.
    /// </summary>
    /// <returns>True: none is left.</returns>
    private bool EraseSecrets(string why)
    {
        var failures = new List<string>();
        // A start finds by that file that it need not look for keys. It is tried again below.
        var hasBegun = RetiredFolder.IsIn(configuration.State) || IsDone(() => Begin(why), out _);
        foreach (var key in KeysOf(configuration))
            Try(() => RetiredFolder.Erase(key));
        Try(() => RetiredFolder.EraseLists(configuration.State));
        Try(() => KeyChange.Erase(configuration.State));
        // The disk may have been full of lists.
        if (!hasBegun)
            Try(() => Begin(why));
        if (RetiredFolder.IsIn(configuration.State))
            foreach (var enrolment in EnrolmentsOf(configuration))
                Try(() => RetiredFolder.Erase(enrolment));
        var others = string.Concat(LeftToPeople(configuration).Select(other => $" Take away by hand: {other}."));
        Say(
            ref saidOfSecrets,
            (failures.Count == 0
                ? "No file with the site's keys and cards is left here; the journal is handed in."
                : $"Secrets of the site are left here; erase them by hand: {string.Join(" ", failures)}") + others);
        return failures.Count == 0;

        void Try(Action step)
        {
            if (!IsDone(step, out var why))
                failures.Add(why);
        }
    }

    private static bool IsDone(Action step, out string whyNot)
    {
        whyNot = "";
        try
        {
            step();
            return true;
        }
        catch (Exception error) when (IsOfTheMachine(error))
        {
            whyNot = error.Message;
            return false;
        }
    }

    private static bool IsOfTheMachine(Exception error) =>
        error is StateException or StartException or EnrolmentException or IOException or UnauthorizedAccessException;

    private void Begin(string why)
    {
        var jwk = TerminalFolder.Look(configuration.State);
        using var key = PublicKey.Read(jwk).OrThrow();
        RetiredFolder.Begin(
            configuration.State,
            FormerEnrolment.Of(OpenedTerminal.ReadEnrolment(configuration.Enrolment, key.KeyId), why));
    }

    /// <returns>True: the ledger has all of it.</returns>
    private async Task<bool> HandInAsync(RetiredFolder folder, Backoff backoff, CancellationToken stop)
    {
        var former = folder.Former;
        using var key = folder.ReadPublicKey();
        using var pins = LedgerPins.Open(folder.State, PinnedLedgerKey.Of(former));
        var identity = new JournalIdentity(
            former.Site, former.Terminal, former.Epoch, folder.JournalKeys(key), pins.Ever);
        if (JournalOpener.Open(
            folder.Journal, identity, new NobodySigns(key.KeyId), new JournalOptions(), 0, (seen, _) => seen,
            (seen, _, _) => seen) is not JournalOpening<int>.Opened opened)
            throw new StartException(
                "The journal does not verify: hand it in by edge-terminal journal export, ledger ingest.",
                ExitCode.VerificationFailed);
        using var journal = opened.Journal;
        if (journal.Outbox.Unacked == 0)
            return true;
        if (configuration.Ledger.Server is not { } server)
        {
            Say(ref saidOfJournal, "The journal cannot be handed in: ledger.server does not say where.");
            return false;
        }
        using var client = LedgerServerClient.Of(server, configuration.Ledger.AuthorityFile, time);
        var desk = new LedgerDesk(client, former.Site, former.Terminal, pins);
        while (journal.Outbox.Unacked > 0)
        {
            var batch = journal.Outbox.Read(journal.Outbox.Acked, Topics.LongestJournalMessage);
            var (ack, signed, why) = await desk.HandInAsync(batch.Lines, stop);
            var outcome = ack is null
                ? null
                : (AckOutcome?)journal.Outbox.AcknowledgeHandedIn(ack, signed, batch.Last.Epoch);
            if (outcome is not (AckOutcome.Advanced or AckOutcome.MovedBack))
            {
                var left = outcome is null ? why
                    : outcome is AckOutcome.Diverged ? Diverged(journal.Outbox.Acked)
                    : "the ledger takes no more of them now";
                Say(ref saidOfJournal, $"{journal.Outbox.Unacked} records wait to be handed in: {left}");
                return false;
            }
            // What is handed in again from the front is no progress.
            if (journal.Outbox.Unacked < fewestUnacked)
            {
                fewestUnacked = journal.Outbox.Unacked;
                backoff.Succeeded();
            }
        }
        return true;
    }

    private static string Diverged(RecordPosition acked) =>
        $"the ledger has others in their place, behind {acked}: an older image of this terminal was restored, or " +
        "another machine has its key. A person hands them in: edge-terminal journal export, ledger ingest.";

    /// <summary>Once, until it is something else.</summary>
    private void Say(ref string? before, string what)
    {
        if (what != before)
            LogStep(logger, what);
        before = what;
    }

    [LoggerMessage(LogLevel.Warning, "This terminal serves nobody any more. {What}")]
    private static partial void LogStep(ILogger logger, string what);

    [LoggerMessage(
        LogLevel.Warning, "This terminal serves nobody any more. All is handed in; {WhatOfItsKey}.")]
    private static partial void LogDone(ILogger logger, string whatOfItsKey);

    /// <summary>Nothing is written any more.</summary>
    private sealed class NobodySigns(KeyId key) : ISigner
    {
        public KeyId KeyId => key;

        public void Sign(ReadOnlySpan<byte> signingInput, Span<byte> signature) =>
            throw new InvalidOperationException("A terminal that serves nobody any more writes nothing.");
    }
}
