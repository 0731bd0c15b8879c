#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#include "registry_window.hpp"

using namespace Qt::StringLiterals;

int main(int argc, char** argv) {
  const QApplication application(argc, argv);
  QApplication::setApplicationName(u"modelreg_desktop"_s);

  QCommandLineParser arguments;
  arguments.setApplicationDescription(
      u"Shows the groups and models of a registry, and follows what others change in it."_s);
  arguments.addHelpOption();
  arguments.addPositionalArgument(u"file"_s, u"The registry; the user's own without one."_s,
                                  u"[file]"_s);
  const QCommandLineOption account(u"account"_s, u"Whose models."_s, u"id"_s, u"local"_s);
  const QCommandLineOption user(u"user"_s, u"Who changes them."_s, u"id"_s,
                                qEnvironmentVariable("USER", u"local"_s));
  arguments.addOptions({account, user});
  arguments.process(application);

  auto file = arguments.positionalArguments().value(0);
  if (file.isEmpty()) {
    const auto data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    file = data + u"/modelreg/registry.db"_s;  // as the command has it
    QDir().mkpath(QFileInfo(file).path());
  }

  desktop::RegistryWindow window(file.toStdU16String(),
                                 {.account_id = arguments.value(account).toStdString(),
                                  .user_id = arguments.value(user).toStdString()});
  window.show();
  return QApplication::exec();
}
