#include "app/commands/certificate_command.h"

#include <cstdio>

#include <QSaveFile>

#include "app/common/data_paths.h"
#include "server/broker/certificate_source.h"
#include "server/tls/machine_names.h"

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

void printCertificate(const QString &title, const CertificateInfo &info)
{
    printLine(title);
    printLine(u"  subject\t%1"_s.arg(QString::fromStdString(info.subject)));
    QStringList names;
    for (const std::string &name : info.names)
        names.append(QString::fromStdString(name));
    if (!names.isEmpty())
        printLine(u"  names\t%1"_s.arg(names.join(u", "_s)));
    printLine(u"  valid\t%1 to %2"_s.arg(QString::fromStdString(iso8601(info.validFrom)),
                                         QString::fromStdString(iso8601(info.validUntil))));
    printLine(u"  SHA-256\t%1"_s.arg(QString::fromStdString(info.sha256)));
}

} // namespace

QString CertificateCommand::name() const
{
    return u"certificate"_s;
}

QString CertificateCommand::summary() const
{
    return u"show, export and renew the certificates that Parley makes"_s;
}

QStringList CertificateCommand::usage() const
{
    return {u"certificate show [--data DIR]"_s, u"certificate export [--out FILE] [--data DIR]"_s,
            u"certificate renew [--data DIR]"_s};
}

void CertificateCommand::addOptions(QCommandLineParser &parser) const
{
    parser.addOptions({
        {u"data"_s, u"Data directory of the broker."_s, u"DIR"_s, defaultDataDirectory()},
        {u"out"_s, u"Write the authority's certificate there instead of to standard output."_s,
         u"FILE"_s},
    });
}

void CertificateCommand::run(const QCommandLineParser &parser, const QStringList &words)
{
    const QString verb = words.value(0);
    const bool known = verb == u"show"_s || verb == u"export"_s || verb == u"renew"_s;
    if (words.size() != 1 || !known)
        return failUsage(u"certificate takes one of these:"_s);
    const std::string folder = authorityFolder(parser.value(u"data"_s).toStdString());
    if (verb != u"renew"_s && !LocalAuthority::exists(folder))
        return fail({ErrorCode::NotFound,
                     "Parley has made no certificate in " + folder
                         + "; \"parleyd serve --listen\" or \"parleyd certificate renew\" does"});
    const auto authority = LocalAuthority::open(folder, machineName(), SystemClock().utc());
    if (!authority)
        return fail(authority.error());
    if (verb == u"show"_s)
        show(*authority);
    else if (verb == u"export"_s)
        exportTo(parser.value(u"out"_s), *authority);
    else
        renew(*authority);
}

void CertificateCommand::show(const LocalAuthority &authority)
{
    printCertificate(u"authority (what clients are given)"_s, authority.info());
    if (const auto server = authority.keptServer())
        printCertificate(u"server"_s, server->info());
    finish(Done);
}

void CertificateCommand::exportTo(const QString &file, const LocalAuthority &authority)
{
    const QByteArray pem = QByteArray::fromStdString(authority.certificatePem());
    if (file.isEmpty()) {
        std::fwrite(pem.constData(), 1, static_cast<std::size_t>(pem.size()), stdout);
        return finish(Done);
    }
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly) || out.write(pem) != pem.size() || !out.commit())
        return fail(
            {ErrorCode::Unavailable,
             "cannot write " + file.toStdString() + ": " + out.errorString().toStdString()});
    finish(Done);
}

void CertificateCommand::renew(const LocalAuthority &authority)
{
    const auto kept = authority.keptServer();
    const auto names = kept ? kept->info().names : loopbackNames();
    const auto made = authority.renewServer(names, SystemClock().utc());
    if (!made)
        return fail(made.error());
    printCertificate(u"server"_s, made->info());
    std::fprintf(stderr, "parleyd: a broker that runs takes it on SIGHUP\n");
    finish(Done);
}

} // namespace parley::app
