#include "app/desktop/port_owner.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTcpServer>

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

// Inode of the socket that listens there. Source: proc(5), /proc/net/tcp: local address in field 1
// as hex ADDRESS:PORT, state 0A = LISTEN in field 3, inode in field 9.
QByteArray listeningInode(const QString &table, std::uint16_t port)
{
    QFile file(table);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray wanted = ':' + QByteArray::number(port, 16).rightJustified(4, '0').toUpper();
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (const QByteArray &line : lines) {
        const QList<QByteArray> fields = line.simplified().split(' ');
        if (fields.size() > 9 && fields[1].endsWith(wanted) && fields[3] == "0A")
            return fields[9];
    }
    return {};
}

bool holds(const QString &process, const QString &socket)
{
    const QDir descriptors(u"/proc/"_s + process + u"/fd"_s);
    const QStringList names = descriptors.entryList(QDir::AllEntries | QDir::System);
    return std::any_of(names.begin(), names.end(), [&](const QString &name) {
        return QFile::symLinkTarget(descriptors.filePath(name)).endsWith(socket);
    });
}

} // namespace

QString portOwner(std::uint16_t port)
{
    QByteArray inode = listeningInode(u"/proc/net/tcp"_s, port);
    if (inode.isEmpty())
        inode = listeningInode(u"/proc/net/tcp6"_s, port);
    if (inode.isEmpty())
        return {};
    const QString socket = u"socket:["_s + QString::fromLatin1(inode) + u']';
    const QStringList entries = QDir(u"/proc"_s).entryList(QDir::Dirs);
    for (const QString &process : entries) {
        if (!process.front().isDigit() || !holds(process, socket))
            continue;
        QFile name(u"/proc/"_s + process + u"/comm"_s);
        if (name.open(QIODevice::ReadOnly))
            return QString::fromUtf8(name.readAll()).trimmed();
    }
    return {};
}

std::uint16_t freePortNear(std::uint16_t wanted)
{
    constexpr int kTries = 20;
    QTcpServer probe;
    for (int port = wanted + 1; port <= wanted + kTries && port < 65536; ++port) {
        if (probe.listen(QHostAddress::LocalHost, quint16(port)))
            return quint16(port);
    }
    return probe.listen(QHostAddress::LocalHost, 0) ? probe.serverPort() : 0;
}

} // namespace parley::app
