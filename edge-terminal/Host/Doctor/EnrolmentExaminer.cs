using CloudBridge.Contract;
using CloudBridge.Storage;
using EdgeTerminal.Store;

namespace EdgeTerminal.Host;

/// <summary>Is the enrolment one, and for the key in the state folder?</summary>
internal static class EnrolmentExaminer
{
    /// <param name="configuration">Where both are.</param>
    /// <param name="enrolment">Null when something is wrong with it.</param>
    /// <param name="ledger">The ledger's key that is believed now; null with it.</param>
    public static Finding Examine(
        HostConfiguration configuration, out Enrolment? enrolment, out PinnedLedgerKey? ledger)
    {
        (enrolment, ledger) = (null, null);
        try
        {
            if (!PublicKey.Read(TerminalFolder.Look(configuration.State)).Succeeded(out var key, out var flaw))
                return new Finding("enrolment", $"the terminal's key: {flaw.Detail}", "restore terminal-key.jwk");
            using var owned = key;
            var read = OpenedTerminal.ReadEnrolment(configuration.Enrolment, key.KeyId);
            ledger = LedgerPins.Open(new FolderStorage(configuration.State), read).Pinned;
            enrolment = read;
            return new Finding(
                "enrolment",
                $"good: {enrolment.Terminal} at {enrolment.Site}, epoch {enrolment.Epoch}, of the ledger with key " +
                $"{ledger.KeyId}{(ledger.Number == 0 ? "" : $" (its change {ledger.Number})")}, " +
                (enrolment.RootKey is { } root ? $"root {PublicKey.Read(root).OrThrow().KeyId}" : "no root"));
        }
        catch (StateException error)
        {
            return new Finding("enrolment", error.Message, NewTerminal.Remedy(configuration.State));
        }
        catch (StartException error)
        {
            return new Finding("enrolment", error.Message, "ledger enroll writes one: copy it there");
        }
    }
}
