using System.Device.Pwm;
using HardwareDrivers.Abstractions;
using Iot.Device.Buzzer;

namespace HardwareDrivers.Iot.Bindings;

/// <summary>A tone by Iot.Device.Buzzer, over a channel of our own board.</summary>
public sealed class BuzzerTone : IToneLine
{
    private readonly Buzzer buzzer;

    /// <param name="line">Belongs to the tone from now on.</param>
    public BuzzerTone(IToneLine line) => buzzer = new Buzzer(new BoardPwmChannel(line));

    /// <inheritdoc/>
    public DeviceOutcome Start(int frequencyHertz)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frequencyHertz);
        return Try(() => buzzer.StartPlaying(frequencyHertz));
    }

    /// <inheritdoc/>
    public DeviceOutcome Stop() => Try(buzzer.StopPlaying);

    /// <summary>Silence, and the channel is closed.</summary>
    public void Dispose() => buzzer.Dispose();

    private static DeviceOutcome Try(Action order)
    {
        try
        {
            order();
            return DeviceOutcome.Done;
        }
        // The library knows exceptions only; ours carries what the board said.
        catch (Exception error)
        {
            return DeviceOutcome.Failed(error.Message);
        }
    }

    /// <summary>A channel of our own board, as the library's drivers see channels.</summary>
    private sealed class BoardPwmChannel(IToneLine line) : PwmChannel
    {
        public override int Frequency { get; set; }

        /// <summary>Half on, half off: our channels know nothing else.</summary>
        public override double DutyCycle { get; set; } = 0.5;

        public override void Start() => Check(line.Start(Frequency));

        public override void Stop() => Check(line.Stop());

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                line.Dispose();
            base.Dispose(disposing);
        }

        private static void Check(DeviceOutcome outcome)
        {
            if (outcome is DeviceOutcome.Failure failure)
                throw new LinkLostException(failure.Detail);
        }
    }
}
