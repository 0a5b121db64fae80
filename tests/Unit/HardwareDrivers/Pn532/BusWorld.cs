using HardwareDrivers.Abstractions;
using HardwareDrivers.Pn532;
using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Pn532;

/// <summary>A virtual board with an emulated chip on one of its buses, perhaps with an interrupt line.</summary>
internal sealed class BusWorld
{
    private const int InterruptLine = 25;
    private const int I2cHertz = 400_000;

    private readonly ReaderBus bus;
    private readonly VirtualBoard board;
    private readonly VirtualChipHost host;

    public BusWorld(ReaderBus bus, Pn532Chip chip, VirtualClock clock)
    {
        this.bus = bus;
        board = new VirtualBoard(clock);
        host = new VirtualChipHost(chip, clock, board.Line(InterruptLine));
        PlugIn();
        Func<IInputLine>? interrupt = bus is ReaderBus.I2cWithInterrupt or ReaderBus.SpiWithInterrupt
            ? OpenInterrupt
            : null;
        Link = OnI2c
            ? Pn532Link.I2c(() => board.OpenI2c(VirtualBoard.I2cBus, Pn532Link.I2cAddress), interrupt)
            : Pn532Link.Spi(() => board.OpenSpi(new SpiSettings(0, 0, Pn532Link.SpiHertz, 0)), interrupt);
    }

    public Pn532Link Link { get; }

    private bool OnI2c => bus is ReaderBus.I2c or ReaderBus.I2cWithInterrupt;

    public void Change(Action action) => host.Change(action);

    public void PlugIn()
    {
        if (OnI2c)
            board.AttachI2c(Pn532Link.I2cAddress, host.OnI2c(I2cHertz));
        else
            board.AttachSpi(0, host.OnSpi(Pn532Link.SpiHertz));
    }

    public void Unplug()
    {
        board.AttachI2c(Pn532Link.I2cAddress, null);
        board.AttachSpi(0, null);
    }

    private IInputLine OpenInterrupt()
    {
        using var chip = board.OpenLines(0);
        return chip.OpenInput(new InputLineSettings(InterruptLine, "reader") { ActiveLow = true });
    }
}
