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

    private string? said;

    /// <summary>
    /// The files with secrets of the site; the terminal's own key is not among them, it goes last.
    /// </summary>
    public static IEnumerable<string> SecretsOf(HostConfiguration configuration)
    {
        yield return configuration.Enrolment;
        if (configuration.Cards.Keys is { } keys && keys.StartsWith(OfFile, StringComparison.Ordinal))
            yield return keys[OfFile.Length..];
        yield return Path.Combine(configuration.State, EnrollingFolder.EnrolmentName);
        yield return Path.Combine(configuration.State, EnrollingFolder.CardKeysName);
    }

    /// <summary>Goes through all of it, for as long as that takes.</summary>
    /// <param name="why">For people; null: it has begun before.</param>
    /// <param name="stop">Ends it; it goes on at the next start.</param>
    public async Task RunAsync(string? why, CancellationToken stop)
    {
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
            if (!RetiredFolder.IsIn(configuration.State))
                Begin(why ?? "its keys were to be wiped");
            using var folder = RetiredFolder.Open(configuration.State, storageOf);
            foreach (var secret in SecretsOf(configuration))
                RetiredFolder.Erase(secret);
            folder.EraseLists();
            Say("Nothing of the site's keys and cards is left here; the journal is handed in.");
            if (!await HandInAsync(folder, backoff, stop))
                return false;
            folder.EraseKey();
            LogDone(logger);
            return true;
        }
        catch (Exception error) when (
            error is StateException or StartException or EnrolmentException or IOException or
            UnauthorizedAccessException)
        {
            Say(error.Message);
            return false;
        }
    }

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
        var identity = new JournalIdentity(former.Site, former.Terminal, former.Epoch, new KeyRing(key), pins.Ever);
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
            Say("The journal cannot be handed in: ledger.server does not say where.");
            return false;
        }
        using var client = LedgerServerClient.Of(server, configuration.Ledger.AuthorityFile, time);
        var desk = new LedgerDesk(client, former.Site, former.Terminal, pins);
        while (journal.Outbox.Unacked > 0)
        {
            var batch = journal.Outbox.Read(journal.Outbox.Acked, Topics.LongestJournalMessage);
            var (ack, signed, why) = await desk.HandInAsync(batch.Lines, stop);
            if (ack is null || journal.Outbox.Acknowledge(ack, signed) is not (
                AckOutcome.Advanced or AckOutcome.MovedBack))
            {
                Say($"{journal.Outbox.Unacked} records wait to be handed in: " +
                    (ack is null ? why : "the ledger takes no more of them now"));
                return false;
            }
            backoff.Succeeded();
        }
        return true;
    }

    /// <summary>Once, until it is something else.</summary>
    private void Say(string what)
    {
        if (what != said)
            LogStep(logger, what);
        said = what;
    }

    [LoggerMessage(LogLevel.Warning, "This terminal serves nobody any more. {What}")]
    private static partial void LogStep(ILogger logger, string what);

    [LoggerMessage(
        LogLevel.Warning, "This terminal serves nobody any more. All is handed in, and its own key is wiped.")]
    private static partial void LogDone(ILogger logger);

    /// <summary>Nothing is written any more.</summary>
    private sealed class NobodySigns(KeyId key) : ISigner
    {
        public KeyId KeyId => key;

        public void Sign(ReadOnlySpan<byte> signingInput, Span<byte> signature) =>
            throw new InvalidOperationException("A terminal that serves nobody any more writes nothing.");
    }
}
