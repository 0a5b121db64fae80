using EdgeTerminal.Core;
using EdgeTerminal.Host;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Display;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>Displays of the configuration on the panel's thread, with a plug that is drawn and put back.</summary>
public sealed class PanelsTests
{
    private readonly ManualTime time = new();
    private readonly VirtualBoard board = new(TimeProvider.System);
    private readonly EventLog<LoopInput> posted = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, 64)]
    [InlineData(false, 32)]
    [InlineData(true, 64)]
    public async Task A_panel_of_pixels_that_is_unplugged_is_a_fault_that_ends_by_itself(bool isSh1106, int height)
    {
        var twin = new OledTwin(isSh1106, height);
        await LosesAndRecoversAsync(
            new PanelSettings(isSh1106 ? PanelDriver.Sh1106 : PanelDriver.Ssd1306)
            {
                Address = 0x3C, Height = height,
            },
            twin,
            () => twin.Visible is not null);
    }

    [Fact]
    public async Task A_panel_of_characters_that_is_unplugged_is_a_fault_that_ends_by_itself()
    {
        var twin = new CharacterPanelTwin(20, 4, BackpackPins.Usual);
        await LosesAndRecoversAsync(
            new PanelSettings(PanelDriver.Hd44780) { Address = 0x27 }, twin, () => twin.Visible is not null);
    }

    [Fact]
    public async Task A_panel_that_was_never_there_is_a_fault_and_no_stop()
    {
        using var worker = Start(new PanelSettings(PanelDriver.Ssd1306) { Address = 0x3C });

        worker.Show(new GuestScreen.Starting());

        await HearsAsync<Input.FaultBegan>();
    }

    [Fact]
    public void None_is_none() =>
        Assert.Null(Panels.OnBus(new PanelSettings(PanelDriver.None), board, time));

    private async Task LosesAndRecoversAsync(PanelSettings settings, I2cTwin twin, Func<bool> isSeen)
    {
        using var device = twin.Open();
        board.AttachI2c(settings.Address, device);
        using var worker = Start(settings);
        worker.Show(new GuestScreen.Starting());
        await PassAsync(isSeen);

        twin.Unplug();
        await HearsAsync<Input.FaultBegan>();
        Assert.False(isSeen());
        twin.Plug();

        await PassAsync(isSeen);
        await HearsAsync<Input.FaultEnded>();
    }

    private PanelWorker Start(PanelSettings settings)
    {
        var writer = new ScreenWriter(ScreenTexts.For(Language.En), "€");
        var worker = new PanelWorker(Panels.OnBus(settings, board, time)!, writer, time, posted.Add);
        worker.Start();
        return worker;
    }

    private Task HearsAsync<T>() where T : Input => PassAsync(
        () => posted.Seen.OfType<LoopInput.Core>().LastOrDefault()?.Input is T);

    private Task PassAsync(Func<bool> condition) =>
        time.AdvanceUntilAsync(condition, "it has happened", Cancellation);
}
