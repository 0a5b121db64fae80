using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Display;

/// <summary>What the drivers of panels have in common: what goes wrong in a talk becomes an outcome.</summary>
internal static class PanelTalk
{
    /// <summary>Talks to the panel; the first order that is not taken ends the talk.</summary>
    public static DeviceOutcome Try(IPanelLink link, Action talk)
    {
        try
        {
            talk();
            return DeviceOutcome.Done;
        }
        catch (NotAcknowledgedException)
        {
            return DeviceOutcome.Failed($"the {link.Name} does not acknowledge: cable, power, or another address");
        }
        catch (LinkLostException lost)
        {
            link.Close();
            return DeviceOutcome.Failed(lost.Message);
        }
    }
}
