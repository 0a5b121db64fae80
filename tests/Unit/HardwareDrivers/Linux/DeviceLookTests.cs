using HardwareDrivers.Linux;
using Tests.Support;

namespace Tests.Unit.HardwareDrivers.Linux;

public sealed class DeviceLookTests
{
    [Fact]
    public void A_file_of_ours_may_be_used_and_one_that_is_not_there_may_not()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.In("device"), "");

        Assert.True(DeviceLook.MayUse(folder.In("device")));
        Assert.False(DeviceLook.MayUse(folder.In("absent")));
    }

    [Fact]
    public void What_is_no_chip_says_nothing() =>
        Assert.All(["/dev/null", "/dev/absent"], path => Assert.Null(DeviceLook.AtLineChip(path)));
}
