using System.Collections.Immutable;

namespace HardwareDrivers.Pn532;

/// <summary>
/// Which rate the chip is at, and which it is to have. It starts at <see cref="SetSerialBaudRate.PowerOn"/> and keeps
/// what it was switched to while it has power, whoever starts anew meanwhile: so it has to be looked for.
/// </summary>
internal sealed class LineRate(Pn532Settings settings)
{
    private int wanted = SetSerialBaudRate.PowerOn;
    private int? known;
    private int looks;
    private bool wantedFailed;

    /// <summary>What there is to say of a chip that does not run at the wanted rate; else nothing.</summary>
    public string Remark =>
        known is null || known == wanted ? "" : $", at {known} baud: {wanted} did not work";

    /// <summary>A link was opened, at the rate that the chip is to have: the device can do it.</summary>
    public void Want(IFrameLink link) => wanted = link is IRatedLink rated ? rated.Baud : wanted;

    /// <summary>Where to look for the chip in this set-up: the likeliest place, then one of the others.</summary>
    /// <param name="link">One without rates has one place.</param>
    public IEnumerable<int> Places(IFrameLink link)
    {
        yield return known ?? SetSerialBaudRate.PowerOn;
        var others = Others();
        if (link is IRatedLink && others.Length > 0)
            yield return others[looks++ % others.Length];
    }

    /// <summary>Sets the host to the rate of a place.</summary>
    /// <exception cref="Abstractions.LinkLostException">The link is gone, or cannot do this rate.</exception>
    public static void LookAt(IFrameLink link, int baud)
    {
        if (link is IRatedLink rated)
            rated.SetRate(baud);
    }

    /// <summary>The chip has answered there.</summary>
    public void Found(int baud) => (known, looks) = (baud, 0);

    /// <summary>The chip was reset, or its supply switched: it is at its first rate, whatever it was at.</summary>
    public void StartOver() => Found(SetSerialBaudRate.PowerOn);

    // A chip that answered before is where it was, or has lost its power, or went where it was last sent. One that was
    // never heard may be anywhere.
    private ImmutableArray<int> Others() => known is { } rate
        ? [.. new[] { SetSerialBaudRate.PowerOn, wanted }.Distinct().Where(other => other != rate)]
        :
        [
            .. SetSerialBaudRate.Rates.Reverse().Prepend(SetSerialBaudRate.UsuallyFastest).Prepend(wanted)
                .Distinct().Where(other => other != SetSerialBaudRate.PowerOn),
        ];

    /// <summary>Sends the chip to the wanted rate, and follows it.</summary>
    /// <exception cref="ChipFaultException">It said that it would go there, and does not answer there.</exception>
    /// <exception cref="Abstractions.LinkLostException">The link is gone.</exception>
    public void Change(IFrameLink link, Transceiver transceiver, CancellationToken cancellation)
    {
        if (link is not IRatedLink rated || known == wanted || wantedFailed)
            return;
        // Once is enough: a line that is too bad for the rate would be lost and found again for ever.
        wantedFailed = true;
        var command = new SetSerialBaudRate(wanted);
        if (transceiver.Execute(command, settings.ResponseTimeout, cancellation)
            is not ExchangeOutcome<Completed>.Answered)
            return;
        // The ACK that the chip waits for, at the old rate.
        transceiver.Abort();
        link.Idle(settings.RateChangeTime, cancellation);
        rated.SetRate(wanted);
        if (transceiver.Execute(new GetFirmwareVersion(), settings.ResponseTimeout, cancellation)
            is not ExchangeOutcome<FirmwareVersion>.Answered)
            throw new ChipFaultException(
                $"no answer at {wanted} baud, where the chip was sent", ReaderSign.Silent);
        (known, wantedFailed) = (wanted, false);
    }
}
