using CloudBridge.Contract;
using CloudBridge.Mqtt.Clients;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using Microsoft.Extensions.Logging;

namespace Tests.Simulation;

/// <content>Prices that the ledger sends, as they are on this machine's disk.</content>
internal sealed partial class Machine
{
    private const long Step = 50;

    /// <summary>What is on each price of its file.</summary>
    public long Raised => Sent is { Version.Version: var version } ? version % 2 * Step : 0;

    /// <summary>Which configuration is stored; null: none was sent.</summary>
    public SentConfig? Sent { get; private set; }

    /// <summary>All prices go up, and down again with the next; null: they never change here.</summary>
    public LoopInput.Reconfigured? NextPrices()
    {
        if (Kind != StationKind.Kiosk || !world.Story.Plan.PricesChange)
            return null;
        Sent = new SentConfig(new ConfigVersion(1, (Sent?.Version.Version ?? 0) + 1), Digest.Zero);
        var setup = Shop.Setup(world, Number, Raised);
        return new LoopInput.Reconfigured(
            new HostConfiguration(
                State: "",
                Enrolment: "",
                Language.En,
                Currency: "€",
                new BrokerSettings("", 1, null, null, TimeSpan.Zero),
                MqttClients.Default,
                CardCaches.Default,
                new ReaderSettings("", 115_200),
                new HardwareSettings(Boards.Default, 0),
                new PanelSettings(PanelDriver.None),
                Profiles.All[0],
                new StationSettings(
                    setup.Station with { PriceListVersion = 1 + Sent.Version.Version },
                    Shop.KeysOf(Kind, Raised),
                    new HashSet<object>()),
                TimeSpan.FromDays(35),
                new LogSettings(LogLevel.Information, null))
            {
                Cards = CardSettings.None,
                Limits = setup.Limits,
                Sent = new KeptConfig(TerminalConfig.Nothing, Sent),
            },
            new TaskCompletionSource());
    }
}
