#pragma once

#include "app/commands/command.h"
#include "server/tls/local_authority.h"

namespace parley::app {

// parleyd certificate ...: the certificates that Parley makes for a data directory. Reads and
// writes its files, whether a broker runs there or not; the authority's key never leaves them.
class CertificateCommand final : public Command
{
    Q_OBJECT

public:
    using Command::Command;

    QString name() const override;
    QString summary() const override;
    QStringList usage() const override;
    void addOptions(QCommandLineParser &parser) const override;
    void run(const QCommandLineParser &parser, const QStringList &words) override;

private:
    void show(const LocalAuthority &authority);
    void exportTo(const QString &file, const LocalAuthority &authority);
    void renew(const LocalAuthority &authority);
};

} // namespace parley::app
