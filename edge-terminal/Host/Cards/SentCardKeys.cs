using CloudBridge.Contract;
using CloudBridge.Storage;
using EdgeTerminal.Store;

namespace EdgeTerminal.Host;

/// <summary>Card keys that the ledger sent, for who looks beside the daemon.</summary>
/// <param name="Cards">The populations as configured, with them laid over.</param>
/// <param name="Kept">What the ledger sent.</param>
/// <param name="Keys">In clear: whoever takes them zeroes them.</param>
internal sealed record SentCardKeys(CardSettings Cards, KeptConfig Kept, byte[] Keys)
{
    /// <summary>Looks in the state folder; whoever may not read the terminal's key there finds none.</summary>
    /// <param name="configuration">Where it is.</param>
    public static SentCardKeys? Look(HostConfiguration configuration)
    {
        try
        {
            var (own, _) = TerminalFolder.LookAtKey(configuration.State);
            using var signer = own;
            var enrolment = OpenedTerminal.ReadEnrolment(configuration.Enrolment, own.KeyId);
            var state = new FolderStorage(configuration.State);
            using var pins = LedgerPins.Open(state, enrolment);
            var kept = SentConfigStore.Open(state, enrolment.Site, enrolment.Terminal, pins.Ever, own).Kept;
            if (kept is null)
                return null;
            using var local = CardKeys.Look(configuration.Cards, Environment.GetEnvironmentVariable);
            KeysInForce.Choose(
                configuration.Cards,
                kept,
                sent => local.Flaw(configuration.Cards.Over(sent.CardKeyNames ?? []), sent),
                out var chosen,
                out _);
            return chosen is { CardKeys: { } keys, CardKeyNames: { } names } &&
                keys.Open(own).Succeeded(out var json, out _)
                ? new SentCardKeys(configuration.Cards.Over(names), chosen, json)
                : null;
        }
        catch (Exception error) when (error is StateException or StartException or IOException
            or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
