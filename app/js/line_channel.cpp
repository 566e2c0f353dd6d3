#include "app/js/line_channel.h"

#include <array>
#include <cerrno>

#include <unistd.h>

#include "server/types/script_limits.h"

namespace parley::js {

std::optional<QByteArray> LineChannel::read()
{
    std::array<char, 64 * 1024> bytes;
    for (;;) {
        const qsizetype end = m_buffer.indexOf('\n', m_searched);
        if (end >= 0) {
            QByteArray line = m_buffer.first(end);
            m_buffer.remove(0, end + 1);
            m_searched = 0;
            return line;
        }
        m_searched = m_buffer.size();
        if (m_searched > qsizetype(script_limits::kLineBytes))
            return std::nullopt;
        const ssize_t count = ::read(STDIN_FILENO, bytes.data(), bytes.size());
        if (count > 0)
            m_buffer.append(bytes.data(), count);
        else if (count == 0 || errno != EINTR)
            return std::nullopt;
    }
}

bool LineChannel::write(const QByteArray &line)
{
    const QByteArray bytes = line + '\n';
    for (qsizetype done = 0; done < bytes.size();) {
        const ssize_t count
            = ::write(STDOUT_FILENO, bytes.constData() + done, std::size_t(bytes.size() - done));
        if (count > 0)
            done += count;
        else if (errno != EINTR)
            return false;
    }
    return true;
}

} // namespace parley::js
