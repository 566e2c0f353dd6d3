#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

#include "server/tls/private_file.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;

class tst_PrivateFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_path = m_folder.filePath(QStringLiteral("file")).toStdString(); }
    void cleanup() { QFile::remove(QString::fromStdString(m_path)); }

    void missingFilesSayWhich();
    void foldersAreNoFiles();
    void sizesAreBounded();
    void onlyTheOwnerReadsIt();
    void linksAreReplacedNotFollowed();
    void noticesOpenModes();

private:
    void put(const QByteArray &content)
    {
        QFile file(QString::fromStdString(m_path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }

    QTemporaryDir m_folder;
    std::string m_path;
};

void tst_PrivateFile::missingFilesSayWhich()
{
    const auto content = readPemFile(m_path);
    QVERIFY(!content);
    QCOMPARE(content.error().code, ErrorCode::Unavailable);
    QVERIFY(content.error().message.find(m_path) != std::string::npos);
    QVERIFY(!writePrivateFile(m_path + "/below", "x"));
}

void tst_PrivateFile::foldersAreNoFiles()
{
    QVERIFY(!readPemFile(m_folder.path().toStdString()));
}

void tst_PrivateFile::sizesAreBounded()
{
    put(QByteArray(qsizetype(kMaxPemBytes) + 1, 'x'));
    QVERIFY(!readPemFile(m_path));
    put(QByteArray(qsizetype(kMaxPemBytes), 'x'));
    const auto content = readPemFile(m_path);
    QVERIFY(content);
    QCOMPARE(content->size(), kMaxPemBytes);
    put({});
    QVERIFY(readPemFile(m_path));
}

void tst_PrivateFile::onlyTheOwnerReadsIt()
{
    QVERIFY(writePrivateFile(m_path, "secret"));
    struct stat status {
    };
    QCOMPARE(::stat(m_path.c_str(), &status), 0);
    QCOMPARE(int(status.st_mode & 0777), 0600);
    QCOMPARE(bytes(*readPemFile(m_path)), QByteArray("secret"));
    QVERIFY(writePrivateFile(m_path, "other"));
    QCOMPARE(bytes(*readPemFile(m_path)), QByteArray("other"));
}

void tst_PrivateFile::linksAreReplacedNotFollowed()
{
    const QString target = m_folder.filePath(QStringLiteral("target"));
    QVERIFY(QFile::link(target, QString::fromStdString(m_path)));
    QVERIFY(writePrivateFile(m_path, "secret"));
    QVERIFY(!QFile::exists(target));
    QCOMPARE(bytes(*readPemFile(m_path)), QByteArray("secret"));
}

void tst_PrivateFile::noticesOpenModes()
{
    QVERIFY(!isReadByOthers(m_path)); // not there
    put("x");
    QCOMPARE(::chmod(m_path.c_str(), 0640), 0);
    QVERIFY(isReadByOthers(m_path));
    QCOMPARE(::chmod(m_path.c_str(), 0400), 0);
    QVERIFY(!isReadByOthers(m_path));
}

QTEST_APPLESS_MAIN(tst_PrivateFile)
#include "tst_private_file.moc"
