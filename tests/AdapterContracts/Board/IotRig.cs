using System.Device.Gpio;
using System.Device.I2c;
using System.Device.Pwm;
using System.Device.Spi;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Iot;
using HardwareDrivers.Linux;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.AdapterContracts;

/// <summary>
/// The adapter of System.Device.Gpio, over classes derived from the library's own ports, which stand on a virtual board
/// in real time: the library's waits are its own.
/// </summary>
public sealed class IotRig : BoardRig
{
    private readonly VirtualBoard world = new(TimeProvider.System);
    private readonly List<ITimer> timers = [];

    public IotRig() : this(counted: false)
    {
    }

    public IotRig(bool counted) => (Board, Counted) = (Over(world), counted);

    public override IBoard Board { get; }

    public override bool Counted { get; }

    public override IReadOnlyList<int> Tones => [.. world.Tone(0).Heard.Select(heard => heard.Hertz)];

    /// <summary>The adapter, with its wires on a virtual board.</summary>
    public static IotBoard Over(VirtualBoard world) => new(
        new IotDoubles(world), TimeProvider.System, new LinuxBoard(new ScriptedKernel(world, TimeProvider.System)));

    public override void Drive(int line, bool? high) => world.Line(line).Drive(high);

    public override void Pull(int line, bool high)
    {
        lock (world.Gate)
            world.Line(line).Pull(high);
    }

    public override bool Measure(int line) => world.Line(line).Level;

    public override IReadOnlyList<bool> Changes(int line) =>
        [.. world.Line(line).History.Select(change => change.Level)];

    public override void After(TimeSpan wait, Action action) =>
        timers.Add(TimeProvider.System.CreateTimer(_ => action(), null, wait, Timeout.InfiniteTimeSpan));

    public override bool PullOut() => world.IsGone = true;

    public override void AttachI2c(int address, II2cDevice? device) => world.AttachI2c(address, device);

    public override void AttachSpi(ISpiDevice? device) => world.AttachSpi(0, device);
}

/// <summary>What the library would have opened.</summary>
internal sealed class IotDoubles(VirtualBoard world) : IIotParts
{
    /// <summary>No pin takes a mode.</summary>
    public bool RefusesModes { get; set; }

    public GpioDriver OpenLines(int chip) => new Driver(this, world, world.OpenLines(chip));

    public I2cDevice OpenI2c(I2cConnectionSettings settings) => new BusDevice(world, settings);

    public SpiDevice OpenSpi(SpiConnectionSettings settings) => new SelectedDevice(world, settings);

    public PwmChannel OpenPwm(int chip, int channel) => new Channel(world.OpenPwm(chip, channel));

    /// <summary>
    /// Lines as LibGpiodV2Driver 4.2.0 treats them: a mode for each pin, callbacks for changes. An output is low at
    /// first: the driver leaves the first level to the base class, which writes it afterwards.
    /// </summary>
    private sealed class Driver(IotDoubles parts, VirtualBoard world, ILineChip chip) : GpioDriver
    {
        private readonly Dictionary<int, (PinMode Mode, IDisposable Line)> pins = [];

        protected override int PinCount => VirtualBoard.LineCount;

        protected override void OpenPin(int pinNumber)
        {
            if (pinNumber >= VirtualBoard.LineCount)
                throw new ArgumentException($"Invalid pin number {pinNumber}.");
            if (world.Line(pinNumber).Consumer is { } other)
                throw new InvalidOperationException($"Pin {pinNumber} is used by {other}.");
        }

        protected override void ClosePin(int pinNumber)
        {
            if (pins.Remove(pinNumber, out var pin))
                (pin.Line as VirtualOutputLine)?.Release();
            pin.Line?.Dispose();
        }

        protected override void SetPinMode(int pinNumber, PinMode mode)
        {
            if (parts.RefusesModes)
                throw new IOException("Could not request the line.");
            ClosePin(pinNumber);
            pins[pinNumber] = (mode, mode == PinMode.Output
                ? chip.OpenOutput(new(pinNumber, "iot"))
                : chip.OpenInput(new(pinNumber, "iot")
                {
                    Bias = mode switch
                    {
                        PinMode.InputPullUp => LineBias.PullUp,
                        PinMode.InputPullDown => LineBias.PullDown,
                        _ => LineBias.None,
                    },
                }));
        }

        protected override PinMode GetPinMode(int pinNumber) => pins[pinNumber].Mode;

        protected override bool IsPinModeSupported(int pinNumber, PinMode mode) => true;

        protected override PinValue Read(int pinNumber)
        {
            world.Check();
            return world.Line(pinNumber).Level ? PinValue.High : PinValue.Low;
        }

        protected override void Write(int pinNumber, PinValue value)
        {
            world.Check();
            ((IOutputLine)pins[pinNumber].Line).Set(value == PinValue.High);
        }

        protected override void AddCallbackForPinValueChangedEvent(
            int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback) =>
            world.Line(pinNumber).Changed = (high, _) => callback(
                this, new PinValueChangedEventArgs(high ? PinEventTypes.Rising : PinEventTypes.Falling, pinNumber));

        protected override void RemoveCallbackForPinValueChangedEvent(
            int pinNumber, PinChangeEventHandler callback) => world.Line(pinNumber).Changed = null;

        protected override WaitForEventResult WaitForEvent(
            int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) =>
            throw new NotSupportedException("The adapter uses callbacks.");
    }

    private sealed class BusDevice(VirtualBoard world, I2cConnectionSettings settings) : I2cDevice
    {
        public override I2cConnectionSettings ConnectionSettings => settings;

        public override void Read(Span<byte> buffer)
        {
            using var device = world.OpenI2c(settings.BusId, settings.DeviceAddress);
            Check(device.TryRead(buffer));
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            using var device = world.OpenI2c(settings.BusId, settings.DeviceAddress);
            Check(device.TryWrite(buffer));
        }

        public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer) =>
            throw new NotSupportedException("The adapter writes and reads apart.");

        // As the library words it.
        private static void Check(bool acknowledged)
        {
            if (!acknowledged)
                throw new IOException("Error 121 (Remote I/O error) performing I2C data transfer.");
        }
    }

    private sealed class SelectedDevice(VirtualBoard world, SpiConnectionSettings settings) : SpiDevice
    {
        public override SpiConnectionSettings ConnectionSettings => settings;

        public override void Read(Span<byte> buffer) => throw new NotSupportedException("It does both.");

        public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException("It does both.");

        public override void TransferFullDuplex(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
        {
            using var device = world.OpenSpi(new SpiSettings(
                settings.BusId, settings.ChipSelectLine, settings.ClockFrequency, (int)settings.Mode));
            device.Exchange(writeBuffer, readBuffer);
        }
    }

    private sealed class Channel(IToneLine tone) : PwmChannel
    {
        private bool started;

        public override int Frequency
        {
            get;
            set
            {
                field = value;
                if (started)
                    Start();
            }
        }

        public override double DutyCycle { get; set; }

        public override void Start()
        {
            started = true;
            tone.Start(Frequency);
        }

        public override void Stop()
        {
            started = false;
            tone.Stop();
        }
    }
}
