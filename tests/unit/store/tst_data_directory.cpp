#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

#include "server/store/data_directory.h"

using namespace parley;

class tst_DataDirectory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSecondBrokerIsRefused()
    {
        const QTemporaryDir parent;
        const std::string path = parent.path().toStdString() + "/data";
        auto first = DataDirectory::open(path);
        QVERIFY(first);
        const auto second = DataDirectory::open(path);
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::Unavailable);
        QVERIFY(second.error().message.find("in use") != std::string::npos);
        {
            const DataDirectory released(std::move(*first));
        }
        QVERIFY(DataDirectory::open(path));
    }

    void nobodyElseMayLookIn()
    {
        const QTemporaryDir parent;
        const std::string path = parent.path().toStdString() + "/data";
        QCOMPARE(::mkdir(path.c_str(), 0755), 0);
        QVERIFY(DataDirectory::open(path));
        struct stat status {
        };
        QCOMPARE(::stat(path.c_str(), &status), 0);
        QCOMPARE(int(status.st_mode & 0777), 0700);
    }

    void aFileInItsPlaceIsRefused()
    {
        const QTemporaryDir parent;
        QFile file(parent.path() + QStringLiteral("/data"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const auto directory = DataDirectory::open(file.fileName().toStdString());
        QVERIFY(!directory);
        QVERIFY(directory.error().message.find("data directory") != std::string::npos);
    }

    void namesOfAnyScriptWork()
    {
        const QTemporaryDir parent;
        const std::string path = parent.path().toStdString() + "/データ with spaces";
        QVERIFY(DataDirectory::open(path));
    }
};

QTEST_APPLESS_MAIN(tst_DataDirectory)
#include "tst_data_directory.moc"
