using CloudBridge.Contract;
using CloudBridge.Storage;
using EdgeTerminal.Store;

namespace EdgeTerminal.Host;

/// <summary>What is left of a terminal that serves nobody any more.</summary>
internal static class RetiredExaminer
{
    public static Finding Examine(HostConfiguration configuration)
    {
        const string subject = "retired";
        var state = configuration.State;
        try
        {
            var former = RetiredFolder.Look(state);
            var left = string.Join(", ", SecretsLeft(configuration).Select(path => $"'{path}'"));
            return new Finding(
                subject,
                $"{former.Terminal} at {former.Site} serves nobody any more: {former.Why}; " +
                (left.Length > 0 ? $"still here: {left}" : "no file with keys of it is left") +
                string.Concat(Retirement.LeftToPeople(configuration).Select(other => $"; take away by hand: {other}")) +
                $"; {Acknowledged(state, former)}",
                "enrol this machine under another name, in another state folder; keep this one until the ledger has " +
                "its journal: docs/trust.md");
        }
        catch (StateException error)
        {
            return new Finding(subject, error.Message, "docs/trust.md");
        }
    }

    private static IEnumerable<string> SecretsLeft(HostConfiguration configuration) =>
        Retirement.SecretsOf(configuration).Append(TerminalFolder.KeyFileIn(configuration.State))
            .Distinct().Where(File.Exists);

    private static string Acknowledged(string state, FormerEnrolment former)
    {
        var journal = Path.Combine(state, "journal");
        using var pins = LedgerPins.Open(new FolderStorage(state), PinnedLedgerKey.Of(former));
        var ack = Directory.Exists(journal)
            ? JournalOutbox.ReadReceipt(new FolderStorage(journal), pins.Ever, former.Site, former.Terminal)
            : null;
        return ack is { Epochs: [.., var last] }
            ? $"the ledger has its journal through {last.Position()} at least"
            : "no receipt of the ledger for its journal is kept";
    }
}
