/* Prints what the kernel's headers say of the structures and numbers that hardware-drivers/Linux uses: a name and a
   number a line. LayoutTests.cs compiles, runs and compares. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <time.h>
#include <linux/gpio.h>
#include <linux/i2c.h>
#include <linux/i2c-dev.h>
#include <linux/spi/spidev.h>
#include <asm/ioctls.h>
#include <asm/termbits.h>

#define NUMBER(name) printf(#name " %llu\n", (unsigned long long)(name))
#define SIZE(type) printf("sizeof " #type " %zu\n", sizeof(struct type))
#define OFFSET(type, field) printf("offsetof " #type "." #field " %zu\n", offsetof(struct type, field))

int main(void)
{
    SIZE(gpiochip_info);
    OFFSET(gpiochip_info, name);
    OFFSET(gpiochip_info, label);
    OFFSET(gpiochip_info, lines);
    SIZE(gpio_v2_line_values);
    OFFSET(gpio_v2_line_values, bits);
    OFFSET(gpio_v2_line_values, mask);
    SIZE(gpio_v2_line_attribute);
    OFFSET(gpio_v2_line_attribute, id);
    OFFSET(gpio_v2_line_attribute, values);
    OFFSET(gpio_v2_line_attribute, debounce_period_us);
    SIZE(gpio_v2_line_config_attribute);
    OFFSET(gpio_v2_line_config_attribute, attr);
    OFFSET(gpio_v2_line_config_attribute, mask);
    SIZE(gpio_v2_line_config);
    OFFSET(gpio_v2_line_config, flags);
    OFFSET(gpio_v2_line_config, num_attrs);
    OFFSET(gpio_v2_line_config, attrs);
    SIZE(gpio_v2_line_request);
    OFFSET(gpio_v2_line_request, offsets);
    OFFSET(gpio_v2_line_request, consumer);
    OFFSET(gpio_v2_line_request, config);
    OFFSET(gpio_v2_line_request, num_lines);
    OFFSET(gpio_v2_line_request, event_buffer_size);
    OFFSET(gpio_v2_line_request, fd);
    SIZE(gpio_v2_line_info);
    OFFSET(gpio_v2_line_info, name);
    OFFSET(gpio_v2_line_info, consumer);
    OFFSET(gpio_v2_line_info, offset);
    OFFSET(gpio_v2_line_info, flags);
    SIZE(gpio_v2_line_event);
    OFFSET(gpio_v2_line_event, timestamp_ns);
    OFFSET(gpio_v2_line_event, id);
    OFFSET(gpio_v2_line_event, offset);
    OFFSET(gpio_v2_line_event, seqno);
    OFFSET(gpio_v2_line_event, line_seqno);
    NUMBER(GPIO_MAX_NAME_SIZE);
    NUMBER(GPIO_GET_CHIPINFO_IOCTL);
    NUMBER(GPIO_V2_GET_LINEINFO_IOCTL);
    NUMBER(GPIO_V2_GET_LINE_IOCTL);
    NUMBER(GPIO_V2_LINE_GET_VALUES_IOCTL);
    NUMBER(GPIO_V2_LINE_SET_VALUES_IOCTL);
    NUMBER(GPIO_V2_LINE_FLAG_USED);
    NUMBER(GPIO_V2_LINE_FLAG_ACTIVE_LOW);
    NUMBER(GPIO_V2_LINE_FLAG_INPUT);
    NUMBER(GPIO_V2_LINE_FLAG_OUTPUT);
    NUMBER(GPIO_V2_LINE_FLAG_EDGE_RISING);
    NUMBER(GPIO_V2_LINE_FLAG_EDGE_FALLING);
    NUMBER(GPIO_V2_LINE_FLAG_OPEN_DRAIN);
    NUMBER(GPIO_V2_LINE_FLAG_BIAS_PULL_UP);
    NUMBER(GPIO_V2_LINE_FLAG_BIAS_PULL_DOWN);
    NUMBER(GPIO_V2_LINE_FLAG_BIAS_DISABLED);
    NUMBER(GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES);
    NUMBER(GPIO_V2_LINE_ATTR_ID_DEBOUNCE);
    NUMBER(GPIO_V2_LINE_EVENT_RISING_EDGE);
    NUMBER(GPIO_V2_LINE_EVENT_FALLING_EDGE);

    SIZE(i2c_msg);
    OFFSET(i2c_msg, addr);
    OFFSET(i2c_msg, flags);
    OFFSET(i2c_msg, len);
    OFFSET(i2c_msg, buf);
    SIZE(i2c_rdwr_ioctl_data);
    OFFSET(i2c_rdwr_ioctl_data, msgs);
    OFFSET(i2c_rdwr_ioctl_data, nmsgs);
    NUMBER(I2C_TIMEOUT);
    NUMBER(I2C_FUNCS);
    NUMBER(I2C_RDWR);
    NUMBER(I2C_FUNC_I2C);
    NUMBER(I2C_M_RD);

    SIZE(spi_ioc_transfer);
    OFFSET(spi_ioc_transfer, tx_buf);
    OFFSET(spi_ioc_transfer, rx_buf);
    OFFSET(spi_ioc_transfer, len);
    OFFSET(spi_ioc_transfer, speed_hz);
    OFFSET(spi_ioc_transfer, delay_usecs);
    OFFSET(spi_ioc_transfer, bits_per_word);
    OFFSET(spi_ioc_transfer, cs_change);
    NUMBER(SPI_IOC_MESSAGE(1));
    NUMBER(SPI_IOC_WR_MODE);
    NUMBER(SPI_IOC_WR_BITS_PER_WORD);
    NUMBER(SPI_IOC_WR_MAX_SPEED_HZ);

    SIZE(termios2);
    OFFSET(termios2, c_iflag);
    OFFSET(termios2, c_oflag);
    OFFSET(termios2, c_cflag);
    OFFSET(termios2, c_lflag);
    OFFSET(termios2, c_line);
    OFFSET(termios2, c_cc);
    OFFSET(termios2, c_ispeed);
    OFFSET(termios2, c_ospeed);
    NUMBER(TCGETS2);
    NUMBER(TCSETSW2);
    NUMBER(CS8);
    NUMBER(CREAD);
    NUMBER(CLOCAL);
    NUMBER(BOTHER);
    NUMBER(B9600);
    NUMBER(B19200);
    NUMBER(B38400);
    NUMBER(B57600);
    NUMBER(B115200);
    NUMBER(B230400);
    NUMBER(B460800);
    NUMBER(B921600);
    NUMBER(VMIN);
    NUMBER(TCIFLUSH);
    NUMBER(TCIOFLUSH);

    SIZE(pollfd);
    OFFSET(pollfd, fd);
    OFFSET(pollfd, events);
    OFFSET(pollfd, revents);
    SIZE(timespec);
    OFFSET(timespec, tv_sec);
    OFFSET(timespec, tv_nsec);
    NUMBER(CLOCK_MONOTONIC);
    NUMBER(PR_SET_TIMERSLACK);
    NUMBER(O_WRONLY);
    NUMBER(O_RDWR);
    NUMBER(O_NOCTTY);
    NUMBER(O_NONBLOCK);
    NUMBER(O_CLOEXEC);
    NUMBER(POLLIN);
    NUMBER(POLLOUT);
    NUMBER(POLLERR);
    NUMBER(POLLHUP);
    NUMBER(POLLNVAL);
    NUMBER(ENOENT);
    NUMBER(EINTR);
    NUMBER(ENXIO);
    NUMBER(EAGAIN);
    NUMBER(EACCES);
    NUMBER(EBUSY);
    NUMBER(ENODEV);
    NUMBER(EINVAL);
    NUMBER(ENOTTY);
    NUMBER(EOPNOTSUPP);
    NUMBER(ETIMEDOUT);
    NUMBER(EIO);
    NUMBER(EREMOTEIO);
    return 0;
}
